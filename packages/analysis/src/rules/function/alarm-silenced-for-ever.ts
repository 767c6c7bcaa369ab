import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const alarmSilencedForEver: Rule = {
  id: 'alarm-silenced-for-ever',
  title: 'An alarm can be silenced for ever',
  goesWrong: 'The next time it matters, nobody hears it.',
  cwe: [],
  category: 'safety',
  goal: 'masked',
  severity: 'medium',
  mitigation: 'Let silence end after two minutes.',
  verify: 'A tester silences it and waits.',
  falseAlarm: 'The alarm tells of something that cannot harm.',
  basis: 'IEC 60601-1-8:2006+A2:2020',
  judge(context: RuleContext): Verdict[] {
    return context.file.functions.flatMap((each): Verdict[] => {
      const element = `functions.${each.id}`
      if (each.alarms.length === 0) return [silent(element, 'it has no alarm')]
      const wrong = each.alarms.filter(
        (alarm) => alarm.silencedThrough.length > 0 && alarm.longestSilence === undefined,
      )
      if (wrong.length === 0) return [silent(element, 'none of its alarms does that')]
      const names = wrong.map((alarm) => alarm.id).join(', ')
      return [
        fires(
          element,
          `${each.id} lets ${names} be silenced, and nothing ends the silence`,
          'set "longest-silence"',
          `${element}.alarms`,
        ),
      ]
    })
  },
}
