import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const textEncodingConfusion: Rule = {
  id: 'text-encoding-confusion',
  title: 'Text in an unusual encoding slips past the checks',
  goesWrong: 'A name in a second encoding passes the filter and is decoded to something else behind it.',
  cwe: [176],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Decode once, strictly, and check what came out.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'Input is bytes, not text.',

  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'text-encoding',
      'decodes text of several encodings',
      'decode strictly and only once, and name that control with "stops: [text-encoding]"',
    )
  },
}
