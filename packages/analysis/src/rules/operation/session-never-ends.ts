import { capabilitiesOf } from '../../capabilities.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const sessionNeverEnds: Rule = {
  id: 'session-never-ends',
  title: 'A remote session never ends',
  goesWrong:
    'A diagnosis session that was opened for a good reason is still open when somebody else finds it.',
  cwe: [613],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'End each session after the time a diagnosis takes.',
  verify: 'A person opens a session and waits.',
  falseAlarm: 'The capability only reads telemetry that is public.',
  judge({ file }: RuleContext): Verdict[] {
    return capabilitiesOf(file).map(({ section, capability: { id, access, sessionMinutes } }) => {
      const element = `${section}.${id}`
      if (access === 'physical-presence') return silent(element, 'it ends when its user leaves the device')
      if (sessionMinutes !== undefined) return silent(element, `it ends after ${sessionMinutes} minutes`)
      const advice = 'set "session-minutes" to what a diagnosis takes'
      return fires(element, `sessions of ${id} have no end`, advice)
    })
  },
}
