import { judgeSessions } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const signOutDoesNotEnd: Rule = {
  id: 'sign-out-does-not-end',
  title: 'Signing out does not end the session',
  goesWrong: 'The screen says goodbye, and whoever kept the session goes on.',
  cwe: [613],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Forget the session at the server when its user signs out.',
  verify: 'A tester signs out and sends the last request again.',
  falseAlarm: 'Sessions live for one request only.',
  basis: 'IEC 62443-4-2:2019 CR 3.8; NIST SP 800-53 r5 AC-12(1), SC-23(1)',
  judge(context: RuleContext): Verdict[] {
    return judgeSessions(context, ({ signOut }, { id }) => {
      if (signOut === undefined) return '"sign-out" is not stated'
      if (signOut === 'ends-at-server') return 'signing out ends it at the server'
      const found =
        signOut === 'none'
          ? `nobody can sign out on ${id}`
          : `signing out on ${id} only clears the caller's side`
      return { found, advice: 'set "sign-out: ends-at-server"', at: 'session-rules.sign-out' }
    })
  },
}
