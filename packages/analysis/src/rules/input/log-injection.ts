import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const logInjection: Rule = {
  id: 'log-injection',
  title: 'Input can write false log lines',
  goesWrong: 'A user name with a line break makes the log tell of a sign-in that never was.',
  cwe: [117],
  category: 'repudiation',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Write each entry as one structured record; escape control characters.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'Nobody reads the log as lines.',

  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'log-lines',
      'writes input into log lines',
      'write structured records, and name that control with "stops: [log-lines]"',
    )
  },
}
