import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const unboundedNesting: Rule = {
  id: 'unbounded-nesting',
  title: 'Nested input can exhaust the stack',
  goesWrong: 'A message of a few kilobytes of brackets ends the receiver.',
  cwe: [674],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Bound the depth before or while parsing.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The format cannot nest.',

  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'nesting',
      'parses nested structures',
      'bound the depth while parsing, and name that control with "stops: [nesting]"',
    )
  },
}
