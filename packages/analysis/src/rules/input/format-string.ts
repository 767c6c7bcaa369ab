import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const formatString: Rule = {
  id: 'format-string',
  title: 'Input is used as a format string',
  goesWrong: 'A host name or file name with "%n" in it writes memory of the receiver.',
  cwe: [134],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Constant formats only; let the compiler refuse others.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The language has no such formats.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'format-strings',
      'uses input as a format',
      'allow constant formats only and let the compiler refuse others, and name that control with "stops: [format-strings]"',
    )
  },
}
