import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const argumentInjection: Rule = {
  id: 'argument-injection',
  title: 'Input becomes an option of another program',
  goesWrong:
    "A value that begins with a dash makes a helper program read or write files of the attacker's choosing.",
  cwe: [88],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Separate options from values, and refuse values that begin with a dash.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The program called takes no options.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'arguments',
      'hands input to programs as arguments',
      'end the options before the value ("--"), and name that control with "stops: [arguments]"',
    )
  },
}
