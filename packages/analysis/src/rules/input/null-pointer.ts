import { judgeMemoryTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const nullPointer: Rule = {
  id: 'null-pointer',
  title: 'A message can make the receiver follow a null pointer',
  goesWrong: 'One malformed message ends the process; repeated, the service is gone.',
  cwe: [476],
  category: 'elevation-of-privilege',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Check what look-ups and allocations return; fuzz for it.',
  verify: 'A fuzzing run on each interface named, with a sanitizer built in.',
  falseAlarm: 'The process is restarted faster than it can be ended.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeMemoryTopic(
      context,
      'null-pointers',
      'nothing named keeps it from following a null pointer',
      'fuzz for it and check results, and name that control with "stops: [null-pointers]"',
    )
  },
}
