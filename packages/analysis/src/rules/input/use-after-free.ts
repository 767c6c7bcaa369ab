import { judgeMemoryTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const useAfterFree: Rule = {
  id: 'use-after-free',
  title: 'Memory can be used after it was given back',
  goesWrong: 'Messages in a chosen order run code in the receiver.',
  cwe: [415, 416],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Owning types, sanitizers in the fuzzing run; or a memory-safe language.',
  verify: 'A fuzzing run on each interface named, with a sanitizer built in.',
  falseAlarm: 'The component allocates nothing after start.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeMemoryTopic(
      context,
      'lifetimes',
      'nothing named keeps it from using memory that was freed',
      'use owning types and sanitizers, and name that control with "stops: [lifetimes]"',
    )
  },
}
