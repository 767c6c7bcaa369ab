import { endOf } from '../../acceptance.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const expiredAcceptance: Rule = {
  id: 'expired-acceptance',
  title: 'A risk decision has expired',
  goesWrong: 'A risk that was taken for a year is taken for ever, by nobody.',
  cwe: [],
  category: 'repudiation',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: "Decide again, with today's knowledge, or remove the cause.",
  verify: 'A reviewer reads the decision.',
  falseAlarm: 'None: an expired decision covers nothing.',
  judge({ file, now }: RuleContext): Verdict[] {
    return file.accepted.map((risk) =>
      endOf(risk) <= now
        ? fires(
            `accepted.${risk.id}`,
            `the decision of ${risk.owner} on ${risk.finding} ended on ${risk.expires}`,
            'decide again or remove the cause; until then the finding counts',
          )
        : silent(`accepted.${risk.id}`, `it counts until ${risk.expires}`),
    )
  },
}
