import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const archiveExtraction: Rule = {
  id: 'archive-extraction',
  title: 'An archive from outside is unpacked without bounds',
  goesWrong: 'An archive of kilobytes fills the disk, or its members are written outside the folder.',
  cwe: [22, 409],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: "Bound size, number and ratio while unpacking, and check each member's path.",
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm:
    'Archives are verified by signature before they are unpacked: then the verifying control stops this topic.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'archives',
      'unpacks archives',
      'bound what is unpacked and verify it first, and name that control with "stops: [archives]"',
    )
  },
}
