import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const unrestrictedUpload: Rule = {
  id: 'unrestricted-upload',
  title: 'Any file may be uploaded',
  goesWrong: 'An uploaded page or program is later run by the server or by whoever opens it.',
  cwe: [434],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Take listed types only, checked by content, stored where nothing runs them.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'What is uploaded is verified by signature: then the verifying control stops this topic.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'uploads',
      'stores uploaded files',
      'take listed types only and store them where nothing runs them, and name that control with "stops: [uploads]"',
    )
  },
}
