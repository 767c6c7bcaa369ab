import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const noWatchdog: Rule = {
  id: 'no-watchdog',
  title: 'Nobody notices when a critical function hangs',
  goesWrong: 'It neither acts nor alarms; the patient is the first to know.',
  cwe: [],
  category: 'safety',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'A watchdog outside the component that brings the safe state.',
  verify: 'A tester halts the component and times the safe state.',
  falseAlarm: "It is watched by the guard's gate: then `program` with its heartbeat is stated.",

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (each.watchedBy !== undefined && enforcedControls(context, [each.watchedBy]).length > 0)
        return silent(element, `${each.watchedBy} watches it`)
      if (each.program !== undefined)
        return silent(element, `the gate waits at most ${each.program.heartbeatMs} ms for its heartbeat`)
      if (each.harm === 'negligible' || each.harm === 'minor')
        return silent(element, `its harm is ${each.harm}`)
      return fires(
        element,
        `${each.id} has neither an enforced control in "watched-by" nor a program with a heartbeat`,
        'name a watchdog in "watched-by"',
      )
    })
  },
}
