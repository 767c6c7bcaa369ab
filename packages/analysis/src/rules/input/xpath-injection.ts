import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const xpathInjection: Rule = {
  id: 'xpath-injection',
  title: 'Input becomes part of an XPath expression',
  goesWrong: 'A sign-in or search that is built from input can be made true for anybody.',
  cwe: [643],
  category: 'elevation-of-privilege',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Bind values as variables, or look elements up in code.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The expression is constant.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'xpath',
      'builds XPath expressions from input',
      'bind values as variables, and name that control with "stops: [xpath]"',
    )
  },
}
