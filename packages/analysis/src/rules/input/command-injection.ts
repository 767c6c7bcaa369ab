import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const commandInjection: Rule = {
  id: 'command-injection',
  title: 'Input reaches a command line',
  goesWrong:
    'A file name or host name that was made for it runs any program with the rights of the receiver.',
  cwe: [77, 78],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Call programs without a shell and with fixed arguments.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm:
    'Nobody but the device itself can send on the interface: then its reach is `internal` and its sender is trusted.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'shell',
      'passes input to a shell',
      'call programs directly with an argument list, and name that control with "stops: [shell]"',
    )
  },
}
