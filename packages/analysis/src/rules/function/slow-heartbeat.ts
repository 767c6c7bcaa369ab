import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const slowHeartbeat: Rule = {
  id: 'slow-heartbeat',
  title: 'A hanging function is noticed late',
  goesWrong: 'For that long a wrong dose runs on.',
  cwe: [],
  category: 'safety',
  goal: 'denied',
  severity: 'low',
  mitigation: 'A heartbeat as short as the harm is quick.',
  verify: 'A reviewer compares it with the hazard analysis.',
  falseAlarm: 'The harm builds up over hours.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (each.program === undefined) return silent(element, 'it has no program of the gate')
      if (each.program.heartbeatMs <= 10_000)
        return silent(element, `its heartbeat is ${each.program.heartbeatMs} ms`)
      return fires(
        element,
        `${each.id} may be silent for ${each.program.heartbeatMs} ms`,
        'set "heartbeat-ms" to what the hazard allows',
        `${element}.program.heartbeat-ms`,
      )
    })
  },
}
