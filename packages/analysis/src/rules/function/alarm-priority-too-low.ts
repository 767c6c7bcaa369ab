import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const alarmPriorityTooLow: Rule = {
  id: 'alarm-priority-too-low',
  title: 'A harmful function alarms with low priority',
  goesWrong: 'It sounds like something that can wait.',
  cwe: [],
  category: 'safety',
  goal: 'masked',
  severity: 'low',
  mitigation: 'Give the alarm the priority of the harm.',
  verify: 'A reviewer compares it with the hazard analysis.',
  falseAlarm: 'Another alarm of the function has the priority of the harm.',
  basis: 'IEC 60601-1-8:2006+A2:2020',
  judge(context: RuleContext): Verdict[] {
    return context.file.functions.flatMap((each): Verdict[] => {
      const element = `functions.${each.id}`
      if (each.alarms.length === 0) return [silent(element, 'it has no alarm')]
      const wrong = each.alarms.filter(
        (alarm) =>
          (each.harm === 'catastrophic' || each.harm === 'critical') &&
          each.alarms.every(({ priority }) => priority !== 'high') &&
          alarm.priority !== 'high',
      )
      if (wrong.length === 0) return [silent(element, 'none of its alarms does that')]
      const names = wrong.map((alarm) => alarm.id).join(', ')
      return [
        fires(
          element,
          `no alarm of ${each.id} has high priority (it has ${names}), and its harm is ${each.harm}`,
          'give at least one alarm "priority: high"',
          `${element}.alarms`,
        ),
      ]
    })
  },
}
