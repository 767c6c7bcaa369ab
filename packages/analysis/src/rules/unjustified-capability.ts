import type { DeviceFile } from '@pericard/model'
import { capabilitiesOf } from '../capabilities.ts'
import type { Hit, Rule } from '../rule.ts'

export const unjustifiedCapability: Rule = {
  id: 'unjustified-capability',
  title: 'A service capability has no benefit and risk record',
  goesWrong: 'Attack surface stays in the device because nobody ever asked whether it is worth it.',
  cwe: [1125],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'low',
  mitigation:
    'Write down what it is good for and what it makes possible, and remove it if the second outweighs the first.',
  verify: 'A reviewer reads the record.',
  falseAlarm: 'None: every capability is attack surface.',
  check(file: DeviceFile): Hit[] {
    return capabilitiesOf(file)
      .filter(({ capability: { benefit, risk } }) => benefit === undefined || risk === undefined)
      .map(({ section, capability: { id, benefit } }) => ({
        element: `${section}.${id}`,
        because: `${id} does not state its ${benefit === undefined ? 'benefit' : 'risk'}`,
        advice: 'state both, or remove the capability',
      }))
  },
}
