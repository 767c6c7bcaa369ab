import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const nobodyIsTold: Rule = {
  id: 'nobody-is-told',
  title: 'Nobody is told of what stands out',
  goesWrong: 'It is all in the log, and read a year later.',
  cwe: [],
  category: 'repudiation',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Tell a role that acts.',
  verify: 'A tester causes an alert and waits.',
  falseAlarm: 'The log is looked at daily.',

  judge(context: RuleContext): Verdict[] {
    const { logging } = context.file
    if (logging === undefined)
      return [silent('logging', 'nothing is said of logging (see logging-not-described)')]
    if (logging.alerts.length > 0) return [silent('logging', `${logging.alerts.join(', ')} are told`)]
    return [fires('logging', '"alerts" names nobody', 'name the role that acts in "alerts"')]
  },
}
