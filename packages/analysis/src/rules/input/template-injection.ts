import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const templateInjection: Rule = {
  id: 'template-injection',
  title: 'Input becomes part of a template',
  goesWrong: 'A label or report text runs as template code on the server.',
  cwe: [1336],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Pass input as values to constant templates.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The template language can do nothing but insert.',

  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'templates',
      'builds templates from input',
      'pass input as values to constant templates, and name that control with "stops: [templates]"',
    )
  },
}
