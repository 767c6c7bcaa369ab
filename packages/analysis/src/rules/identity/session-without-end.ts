import { judgeSessions } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const sessionWithoutEnd: Rule = {
  id: 'session-without-end',
  title: 'A signed-in session does not end by itself',
  goesWrong: 'Whoever comes by a device that somebody left signed in works under that name.',
  cwe: [613],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'medium',
  mitigation:
    'End sessions after minutes without use, and in any case after a shift; keep care visible without patient data.',
  verify: 'A tester signs in and waits.',
  falseAlarm: 'It is a session between machines that is made anew with each message.',
  basis: '45 CFR 164.312(a)(2)(iii); IEC 62443-4-2:2019 CR 2.5, CR 2.6',
  judge(context: RuleContext): Verdict[] {
    return judgeSessions(context, ({ idle, longest }, { id }) => {
      if (idle !== undefined || longest !== undefined) return 'it ends after a stated time'
      const advice = 'set "idle" to minutes and "longest" to hours'
      return {
        found: `sessions on ${id} end neither without use nor after a time`,
        advice,
        at: 'session-rules',
      }
    })
  },
}
