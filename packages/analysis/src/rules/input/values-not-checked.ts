import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const valuesNotChecked: Rule = {
  id: 'values-not-checked',
  title: 'Numbers and lengths from outside are used unchecked',
  goesWrong: 'A rate, a time or a count outside its range is taken as it is.',
  cwe: [1284],
  category: 'tampering',
  goal: 'overdriven',
  severity: 'high',
  mitigation: 'Check type, range and unit of each value before it is used.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'Every value of the type is a sound one.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1: validity of data',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'ranges',
      'uses numbers and lengths from input',
      'check type, range and unit of each value, and name that control with "stops: [ranges]"',
    )
  },
}
