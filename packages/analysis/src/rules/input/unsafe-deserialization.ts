import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const unsafeDeserialization: Rule = {
  id: 'unsafe-deserialization',
  title: 'Objects are made from input',
  goesWrong: 'A serialised object from a stranger runs code while it is being read.',
  cwe: [502],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation:
    "Take plain data (JSON, protocol buffers) against a schema; never a language's own object format.",
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'Both ends are the same process.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'objects',
      'makes objects from input',
      'take plain data against a schema, and name that control with "stops: [objects]"',
    )
  },
}
