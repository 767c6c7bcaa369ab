import { judgeSessions } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const sessionCookieUnprotected: Rule = {
  id: 'session-cookie-unprotected',
  title: 'The cookie of a session is open to scripts and plain requests',
  goesWrong: 'One script on one page, or one unencrypted request, gives the session away.',
  cwe: [614, 1004],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'low',
  mitigation: 'Set Secure and HttpOnly on it, and SameSite.',
  verify: 'A tester reads the headers of the sign-in.',
  falseAlarm: 'The cookie is no credential.',
  basis: 'IEC 62443-4-2:2019 CR 3.8; NIST SP 800-53 r5 SC-23',
  judge(context: RuleContext): Verdict[] {
    return judgeSessions(context, ({ cookieFlags, idIn }, { id }) => {
      if (idIn !== undefined && idIn !== 'cookie') return `the id travels in the ${idIn}`
      if (cookieFlags === undefined) return '"cookie-flags" is not stated'
      if (cookieFlags === 'secure-httponly') return 'it is kept from scripts and plain requests'
      const advice = 'set both flags and "cookie-flags: secure-httponly"'
      return { found: `the session cookie of ${id} has no flags`, advice, at: 'session-rules.cookie-flags' }
    })
  },
}
