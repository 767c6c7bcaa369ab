import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const weakPasswordRecovery: Rule = {
  id: 'weak-password-recovery',
  title: 'Who forgot a password gets in with less',
  goesWrong:
    'The answer to a question is on the internet, the fixed code is in the service manual: both open the account.',
  cwe: [640],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Let an administrator, or a second channel that was set up before, give a new password.',
  verify: 'A tester recovers an account with what a stranger can find out.',
  falseAlarm: 'The code is of one device, is shown once and works once.',
  basis: 'NIST SP 800-63B-4, 3.1.1.2; IEC 62443-4-2:2019 CR 1.5',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, password }) => {
      const recovery = password?.recovery
      if (recovery === undefined) return '"recovery" is not stated'
      if (recovery !== 'security-question' && recovery !== 'fixed-code') return `recovery is by ${recovery}`
      const by = recovery === 'fixed-code' ? 'a fixed code' : 'a security question'
      const advice = 'set "recovery" to administrator or second-channel'
      return { found: `${id} is got back with ${by}`, advice, at: 'password.recovery' }
    })
  },
}
