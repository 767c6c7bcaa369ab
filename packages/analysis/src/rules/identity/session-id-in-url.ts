import { judgeSessions } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const sessionIdInUrl: Rule = {
  id: 'session-id-in-url',
  title: 'The id of a session stands in the address',
  goesWrong: 'Addresses are kept in histories, logs and links; whoever reads one has the session.',
  cwe: [598],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Carry it in a cookie or a header.',
  verify: 'A tester signs in and reads the address.',
  falseAlarm: 'The id works once.',
  basis: 'IEC 62443-4-2:2019 CR 3.8',
  judge(context: RuleContext): Verdict[] {
    return judgeSessions(context, ({ idIn }, { id }) => {
      if (idIn === undefined) return '"id-in" is not stated'
      if (idIn !== 'url') return `it travels in the ${idIn}`
      const advice = 'set "id-in" to cookie or header'
      return {
        found: `the id of a session on ${id} stands in the address`,
        advice,
        at: 'session-rules.id-in',
      }
    })
  },
}
