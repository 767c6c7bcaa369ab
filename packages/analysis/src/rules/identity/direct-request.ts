import { judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const directRequest: Rule = {
  id: 'direct-request',
  title: 'A page can be had without passing the sign-in',
  goesWrong: 'Whoever types the address of an inner page gets it: the sign-in guards only the front door.',
  cwe: [425],
  category: 'elevation-of-privilege',
  goal: 'disclosed',
  severity: 'medium',
  mitigation:
    "Check the caller's right on every address that the server answers, not on the page that links to it.",
  verify: "A tester asks for each address without a session and with another user's.",
  falseAlarm: 'Everything behind the sign-in may be seen by everybody who can reach it.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, B; NIST SP 800-53 r5 AC-3',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, ({ id, protocol, authorizes, carries, commands }) => {
      if (!web.test(protocol)) return `${protocol} has no pages to ask for`
      if (carries.length + commands.length === 0) return 'there is nothing behind it to ask for'
      if (authorizes === undefined) return '"authorizes" is not stated'
      if (authorizes === 'each-request') return 'each request is checked'
      const found = `${id} answers requests over ${protocol} and does not check each of them (${authorizes})`
      return { found, advice: 'check every address and set "authorizes: each-request"', at: 'authorizes' }
    })
  },
}

const web = /^(https?|web|rest|dicomweb|fhir)/i
