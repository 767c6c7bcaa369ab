import { judgeSessions } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const framingAllowed: Rule = {
  id: 'framing-allowed',
  title: 'Another page may frame it',
  goesWrong: 'A page lays its own picture over the button "stop", and the user presses "start".',
  cwe: [1021],
  category: 'tampering',
  goal: 'commanded',
  severity: 'low',
  mitigation: 'Refuse framing with Content-Security-Policy frame-ancestors.',
  verify: 'A tester puts it into a frame.',
  falseAlarm: 'It has no pages.',
  judge(context: RuleContext): Verdict[] {
    return judgeSessions(context, ({ framing }, { id }) => {
      if (framing === undefined) return '"framing" is not stated'
      if (framing === 'refused') return 'framing is refused'
      const advice = 'refuse framing and set "framing: refused"'
      return { found: `other pages may frame ${id}`, advice, at: 'session-rules.framing' }
    })
  },
}
