import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const keyUseNotAudited: Rule = {
  id: 'key-use-not-audited',
  title: 'The use of a key leaves no trace',
  goesWrong: 'A stolen key is used for months and nothing shows it.',
  cwe: [778],
  category: 'repudiation',
  goal: 'disclosed',
  severity: 'low',
  mitigation: 'Write each use to the sealed log, with who and what for.',
  verify: 'A tester uses the key and reads the log.',
  falseAlarm: 'It is used so often that its sessions are logged instead.',
  basis: '45 CFR 164.312(b); NIST SP 800-53 r5 AU-2',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password', ...secretKeys], ({ id, audited }) => {
      if (audited === undefined) return '"audited" is not stated'
      if (audited) return 'every use is logged'
      const advice = 'log each use and set "audited: true"'
      return { found: `uses of ${id} are not logged`, advice, at: 'audited' }
    })
  },
}
