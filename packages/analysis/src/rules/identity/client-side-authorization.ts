import { judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const clientSideAuthorization: Rule = {
  id: 'client-side-authorization',
  title: 'The caller decides what it may do',
  goesWrong: "A hidden button is no barrier: a program of one's own sends what the screen does not offer.",
  cwe: [602],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Decide in the component that is called, for each request.',
  verify: 'command-by-wrong-role',
  falseAlarm: 'The called side decides too: then say "each-request".',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, B; IEC 62443-4-2:2019 CR 2.1',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, ({ id, authorizes }) => {
      if (authorizes === undefined) return '"authorizes" is not stated'
      if (authorizes !== 'client-side') return `it is decided ${words[authorizes]}`
      const advice = 'decide in the receiver and set "authorizes: each-request"'
      return { found: `on ${id} the caller decides what it may do`, advice, at: 'authorizes' }
    })
  },
}

const words = { 'each-request': 'for each request', 'sign-in': 'at sign-in', nowhere: 'nowhere' } as const
