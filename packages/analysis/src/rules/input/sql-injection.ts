import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const sqlInjection: Rule = {
  id: 'sql-injection',
  title: 'Input reaches a database query unfiltered',
  goesWrong: 'Whoever can type or send a name reads, changes or deletes the records of every patient.',
  cwe: [89],
  category: 'tampering',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Use prepared statements only, and name the control that ensures it.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The database holds no data of patients and nothing that a function uses.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'sql',
      'puts input into SQL',
      'pass values as parameters of prepared statements, and name that control with "stops: [sql]"',
    )
  },
}
