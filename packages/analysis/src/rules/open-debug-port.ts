import type { DeviceFile } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const openDebugPort: Rule = {
  id: 'open-debug-port',
  title: 'A debug or dormant port can be opened',
  goesWrong: 'A port left from development gives a console, or the memory, to whoever finds the connector.',
  cwe: [1191, 489],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Shut it by a fuse or a build without it, and name that in `closed-by`.',
  verify: 'A person tries the connector; the pinout is in the service manual.',
  falseAlarm: 'The connector is gone from the board: then the interface is not there to declare.',
  check(file: DeviceFile): Hit[] {
    return file.interfaces
      .filter(({ reach }) => reach !== 'internal')
      .filter(({ active, use, closedBy }) => (active ? use === 'debug' : closedBy.length === 0))
      .map(({ id, active, use }) => ({
        element: `interfaces.${id}`,
        because: active ? `${id} is for ${use} and is active` : `${id} is dormant and nothing keeps it shut`,
        advice: 'close it in the released device and name what keeps it shut in "closed-by"',
      }))
  },
}
