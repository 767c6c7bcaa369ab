import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const slowRegularExpression: Rule = {
  id: 'slow-regular-expression',
  title: 'A regular expression may run for ever on chosen input',
  goesWrong: 'One message stops the receiver for minutes.',
  cwe: [1333],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Use expressions without nested repetition, or an engine that runs in linear time.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'Input is bounded to a few characters.',

  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'regular-expressions',
      'matches regular expressions against input',
      'use a linear engine or simple expressions, and name that control with "stops: [regular-expressions]"',
    )
  },
}
