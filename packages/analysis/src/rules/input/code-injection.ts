import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const codeInjection: Rule = {
  id: 'code-injection',
  title: 'Input is run as code',
  goesWrong: 'A formula, script or macro from outside runs with the rights of the receiver.',
  cwe: [94, 95],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation:
    'Do not evaluate input; where a formula language is needed, take one without access to anything.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The code is verified by signature: then the verifying control stops this topic.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'code',
      'evaluates input as code',
      'do not evaluate input, and name the control that ensures it with "stops: [code]"',
    )
  },
}
