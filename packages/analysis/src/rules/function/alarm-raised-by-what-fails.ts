import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const alarmRaisedByWhatFails: Rule = {
  id: 'alarm-raised-by-what-fails',
  title: 'The component that fails is the only one that would alarm',
  goesWrong: 'Whoever takes it over, or a crash, ends the therapy and its alarm at once.',
  cwe: [],
  category: 'safety',
  goal: 'masked',
  severity: 'medium',
  mitigation: 'Let a second component raise an alarm, or let the place that shows it notice silence.',
  verify: 'A tester halts the component and waits for the alarm.',
  falseAlarm: 'Its end is noticed at once without an alarm: a lamp in the operating theatre goes out.',
  basis: 'IEC 60601-1-8:2006+A2:2020',
  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (each.alarms.length === 0) return silent(element, 'it has no alarm')
      if (each.harm === 'negligible' || each.harm === 'minor')
        return silent(element, `its harm is ${each.harm}`)
      const other = each.alarms.find(
        ({ raisedBy, supervised }) => raisedBy !== each.component || supervised === true,
      )
      if (other !== undefined) return silent(element, `${other.id} still alarms when ${each.component} fails`)
      return fires(
        element,
        `${each.component} performs ${each.id} and alone raises ${each.alarms.map(({ id }) => id).join(', ')}`,
        'let another component raise one ("raised-by"), or supervise the path ("supervised: true")',
        `${element}.alarms`,
      )
    })
  },
}
