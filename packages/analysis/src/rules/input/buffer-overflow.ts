import { judgeMemoryTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const bufferOverflow: Rule = {
  id: 'buffer-overflow',
  title: 'Input from outside can write or read past a buffer',
  goesWrong:
    'A message of the wrong length runs code in the receiver, or gives away what lies beside it in memory.',
  cwe: [119, 120, 121, 122, 125, 787],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Bounds-checked containers, compiler hardening, fuzzing; or a memory-safe language.',
  verify: 'A fuzzing run on each interface named, with a sanitizer built in.',
  falseAlarm: 'The code that reads input is generated and proven.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeMemoryTopic(
      context,
      'buffers',
      'nothing named bounds what it reads and writes',
      'name the hardening and fuzzing that bound it in "hardened-by" with "stops: [buffers]", or rewrite the parser in a safe language',
    )
  },
}
