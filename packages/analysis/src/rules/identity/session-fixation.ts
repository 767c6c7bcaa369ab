import { judgeSessions } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const sessionFixation: Rule = {
  id: 'session-fixation',
  title: 'Signing in keeps the session of before',
  goesWrong: 'A stranger lets a nurse sign in to a session that they made, and goes on in it.',
  cwe: [384],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Make a new session when somebody signs in.',
  verify: 'A tester compares the id before and after signing in.',
  falseAlarm: 'There is no session before signing in, and none that a caller names is taken.',
  basis: 'IEC 62443-4-2:2019 CR 3.8; NIST SP 800-53 r5 SC-23(3)',
  judge(context: RuleContext): Verdict[] {
    return judgeSessions(context, ({ renewedAtSignIn }, { id }) => {
      if (renewedAtSignIn === undefined) return '"renewed-at-sign-in" is not stated'
      if (renewedAtSignIn) return 'signing in makes a new one'
      const advice = 'make a new session and set "renewed-at-sign-in: true"'
      return {
        found: `signing in on ${id} keeps the session`,
        advice,
        at: 'session-rules.renewed-at-sign-in',
      }
    })
  },
}
