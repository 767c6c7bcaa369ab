import type { DeviceFile } from '@pericard/model'
import { capabilitiesOf } from '../capabilities.ts'
import type { Hit, Rule } from '../rule.ts'

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
  check(file: DeviceFile): Hit[] {
    return capabilitiesOf(file)
      .filter(
        ({ capability }) =>
          capability.access !== 'physical-presence' && capability.sessionMinutes === undefined,
      )
      .map(({ section, capability: { id } }) => ({
        element: `${section}.${id}`,
        because: `sessions of ${id} have no end`,
        advice: 'set "session-minutes" to what a diagnosis takes',
      }))
  },
}
