import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const headerInjection: Rule = {
  id: 'header-injection',
  title: 'Input can end a header and begin another',
  goesWrong: 'A line break in a value adds headers or a second answer, and a proxy between is confused.',
  cwe: [93, 113],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Refuse line breaks in header values; let the library write headers.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The protocol has no headers.',

  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'headers',
      'writes input into headers',
      'refuse line breaks in values, and name that control with "stops: [headers]"',
    )
  },
}
