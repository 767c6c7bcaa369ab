import { judgeSessions } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const predictableSessionIds: Rule = {
  id: 'predictable-session-ids',
  title: 'The id of a session can be guessed',
  goesWrong: 'A stranger counts up to the session of a nurse and is signed in as her.',
  cwe: [330, 340],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Make the id from at least 64 bits of a cryptographic generator.',
  verify: 'A tester collects a thousand ids and compares them.',
  falseAlarm: 'The id names nothing by itself: each request is signed too.',
  basis: 'IEC 62443-4-2:2019 CR 3.8; NIST SP 800-53 r5 SC-23(3)',
  judge(context: RuleContext): Verdict[] {
    return judgeSessions(context, ({ ids }, { id }) => {
      if (ids === undefined) return '"ids" is not stated'
      if (ids === 'random') return 'ids are random'
      const advice = 'make them at random and set "ids: random"'
      return { found: `ids of sessions on ${id} are predictable`, advice, at: 'session-rules.ids' }
    })
  },
}
