import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordInPlain: Rule = {
  id: 'password-in-plain',
  title: 'A password is kept as it is typed',
  goesWrong: 'One look at the place where it is kept gives the password, and people use passwords twice.',
  cwe: [256, 312],
  category: 'information-disclosure',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Keep only a slow, salted hash; what checks a password need not know it.',
  verify: 'A reviewer reads how the password is checked.',
  falseAlarm: 'It is used towards another system that takes nothing but the password itself.',
  basis: 'NIST SP 800-53 r5 IA-5(1)(d); 45 CFR 164.308(a)(5)(ii)(D)',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, storedBy, keptAs }) => {
      if (keptAs === undefined) return '"kept-as" is not stated'
      if (keptAs !== 'plain') return `it is kept as ${keptAs}`
      if (storedBy === 'file') return 'password-in-file looks at passwords in files'
      if (storedBy === 'firmware') return 'hard-coded-password looks at passwords in the firmware'
      const advice = 'keep "slow-hash" of it'
      return { found: `${id} is kept plain ("stored-by" is ${storedBy})`, advice, at: 'kept-as' }
    })
  },
}
