import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordRecoverable: Rule = {
  id: 'password-recoverable',
  title: 'A password is kept so that it can be got back',
  goesWrong:
    'The key that opens it lies beside it, so whoever has the store has the passwords of all its users.',
  cwe: [257],
  category: 'information-disclosure',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Keep a slow, salted hash instead of something that can be turned back.',
  verify: 'A reviewer reads how the password is checked.',
  falseAlarm: 'It is used towards another system, and lies in the vault: then it is "wrapped".',
  basis: 'NIST SP 800-53 r5 IA-5(1)(d)',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, keptAs }) => {
      if (keptAs === undefined) return '"kept-as" is not stated'
      if (keptAs !== 'reversible') return `it is kept as ${keptAs}`
      const advice = 'keep "slow-hash" of it, or "wrapped" where it must be sent on'
      return { found: `${id} is kept in a form that can be turned back`, advice, at: 'kept-as' }
    })
  },
}
