import type { DeviceFile } from '@pericard/model'
import { capabilitiesOf } from '../capabilities.ts'
import type { Hit, Rule } from '../rule.ts'

export const unauditedCapability: Rule = {
  id: 'unaudited-capability',
  title: 'A service capability leaves no trace',
  goesWrong: 'After an incident nobody can say who looked at which record or changed which setting.',
  cwe: [778],
  category: 'repudiation',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Write each use to the sealed log, with who and what.',
  verify: 'log-tamper',
  falseAlarm: 'It reads nothing and changes nothing: then it is no capability.',
  check(file: DeviceFile): Hit[] {
    return capabilitiesOf(file)
      .filter(({ capability }) => !capability.audited)
      .map(({ section, capability: { id, allows } }) => ({
        element: `${section}.${id}`,
        because: `${id} allows ${allows.join(', ')} and is not audited`,
        advice: 'write each use to the sealed log and set "audited: true"',
      }))
  },
}
