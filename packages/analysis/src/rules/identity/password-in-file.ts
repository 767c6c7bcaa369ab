import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordInFile: Rule = {
  id: 'password-in-file',
  title: 'A password stands readable in a file',
  goesWrong: 'Whoever gets hold of the file, a copy of it or a backup signs in as the device or its user.',
  cwe: [256, 260, 312, 313],
  category: 'information-disclosure',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Keep a slow hash where it is only checked; keep it in the vault or a TPM where it is used.',
  verify: 'A tester searches the files of the device for the password.',
  falseAlarm: 'The file lies on a server that no user of the device reaches.',
  basis: 'NIST SP 800-53 r5 IA-5(1)(d); 45 CFR 164.308(a)(5)(ii)(D)',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, storedBy, keptAs }) => {
      if (storedBy !== 'file') return `it lies in no file but with the ${storedBy}`
      if (keptAs === undefined) return '"kept-as" is not stated'
      if (keptAs !== 'plain') return `it is kept as ${keptAs}`
      const advice = 'keep "slow-hash" of it, or move it to the vault ("stored-by: vault")'
      return { found: `${id} is kept plain in a file`, advice, at: 'kept-as' }
    })
  },
}
