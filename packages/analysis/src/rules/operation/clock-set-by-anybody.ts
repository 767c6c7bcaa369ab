import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const clockSetByAnybody: Rule = {
  id: 'clock-set-by-anybody',
  title: 'Anybody can set the clock',
  goesWrong: 'Certificates that ended become valid again, and the log tells another story.',
  cwe: [],
  category: 'repudiation',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Take time from a signed source, and never let it go back unnoticed.',
  verify: 'A tester sends a false time.',
  falseAlarm: 'Nothing depends on time.',

  judge(context: RuleContext): Verdict[] {
    return context.file.hosts.map((each) => {
      const element = `hosts.${each.id}`
      if (each.clock === undefined) return silent(element, '"clock" is not stated')
      if (each.clock !== 'unauthenticated-network') return silent(element, `it is set from: ${each.clock}`)
      return fires(
        element,
        `the clock of ${each.id} is set from a network that nobody authenticates`,
        'authenticate the source of time',
        `${element}.clock`,
      )
    })
  },
}
