import { judgeMemoryTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const integerOverflow: Rule = {
  id: 'integer-overflow',
  title: 'Arithmetic on input can wrap round',
  goesWrong: 'A length that wraps to a small number makes the next copy overflow.',
  cwe: [190, 191],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Checked arithmetic on everything that comes from input.',
  verify: 'A fuzzing run on each interface named, with a sanitizer built in.',
  falseAlarm: 'All arithmetic is on bounded values.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeMemoryTopic(
      context,
      'arithmetic',
      'nothing named checks its arithmetic on lengths and counts',
      'check arithmetic on input, and name that control with "stops: [arithmetic]"',
    )
  },
}
