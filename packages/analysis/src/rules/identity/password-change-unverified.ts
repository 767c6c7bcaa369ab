import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordChangeUnverified: Rule = {
  id: 'password-change-unverified',
  title: 'A password is changed without the old one',
  goesWrong:
    'Whoever finds a signed-in device, or steals a session, makes the account their own and locks its user out.',
  cwe: [620],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Ask for the old password, or another proof, before a new one is taken.',
  verify: 'A tester changes the password of a signed-in session without the old one.',
  falseAlarm: 'Only an administrator sets passwords, and never their own.',
  basis: 'NIST SP 800-53 r5 IA-11; IEC 62443-4-2:2019 CR 1.5',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, password }) => {
      if (password?.changeAsksOld === undefined) return '"change-asks-old" is not stated'
      if (password.changeAsksOld) return 'changing it asks for the old one'
      const advice = 'ask for the old password and set "change-asks-old: true"'
      return { found: `${id} is changed without the old one`, advice, at: 'password.change-asks-old' }
    })
  },
}
