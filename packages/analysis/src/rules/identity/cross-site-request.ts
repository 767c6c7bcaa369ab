import { judgeSessions } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const crossSiteRequest: Rule = {
  id: 'cross-site-request',
  title: 'Another page can act in the name of its user',
  goesWrong: 'A nurse opens a link in a mail, and her browser sends the device an order that she never gave.',
  cwe: [346, 352],
  category: 'tampering',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Check where a request comes from, or ask for a token that only the own pages know.',
  verify: 'A tester sends a request from a page of their own.',
  falseAlarm: 'No browser is ever signed in on it.',
  basis: 'IEC 62443-4-2:2019 CR 3.8; NIST SP 800-53 r5 SC-23',
  judge(context: RuleContext): Verdict[] {
    return judgeSessions(context, ({ requestOrigin, idIn }, { id }) => {
      if (requestOrigin === undefined) return '"request-origin" is not stated'
      if (requestOrigin === 'checked') return 'where a request comes from is checked'
      if (idIn === 'header') return 'the id travels in a header, which other pages cannot set'
      const advice = 'check the origin and set "request-origin: checked"'
      return {
        found: `${id} takes requests that other pages made`,
        advice,
        at: 'session-rules.request-origin',
      }
    })
  },
}
