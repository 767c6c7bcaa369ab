import { judgeMemoryTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const uninitialisedMemory: Rule = {
  id: 'uninitialised-memory',
  title: 'Memory can be used before it was set',
  goesWrong: 'What the last patient left in memory goes out with the next answer.',
  cwe: [457, 908],
  category: 'elevation-of-privilege',
  goal: 'disclosed',
  severity: 'low',
  mitigation: 'Initialise on declaration; let the compiler insist.',
  verify: 'A fuzzing run on each interface named, with a sanitizer built in.',
  falseAlarm: 'Memory is cleared by the allocator.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeMemoryTopic(
      context,
      'initialisation',
      'nothing named keeps it from using memory that was never set',
      'initialise everything, and name that control with "stops: [initialisation]"',
    )
  },
}
