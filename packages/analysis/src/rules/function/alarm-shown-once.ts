import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const alarmShownOnce: Rule = {
  id: 'alarm-shown-once',
  title: 'An alarm is shown at one place only',
  goesWrong: 'Whoever takes that place over, or looks away, misses it.',
  cwe: [],
  category: 'safety',
  goal: 'masked',
  severity: 'low',
  mitigation: 'Show it at a second, independent place.',
  verify: 'A tester switches each place off in turn.',
  falseAlarm: 'Somebody always sits there.',
  basis: 'IEC 60601-1-8:2006+A2:2020',
  judge(context: RuleContext): Verdict[] {
    return context.file.functions.flatMap((each): Verdict[] => {
      const element = `functions.${each.id}`
      if (each.alarms.length === 0) return [silent(element, 'it has no alarm')]
      const wrong = each.alarms.filter(
        (alarm) => alarm.priority === 'high' && new Set(alarm.shownAt).size < 2 && alarm.supervised !== true,
      )
      if (wrong.length === 0) return [silent(element, 'none of its alarms does that')]
      const names = wrong.map((alarm) => alarm.id).join(', ')
      return [
        fires(
          element,
          `at most one place shows ${names} of ${each.id}, and it does not notice when it hears nothing`,
          'add a place to "shown-at", or supervise the path',
          `${element}.alarms`,
        ),
      ]
    })
  },
}
