import type { DeviceFile } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const sharedKeyAcrossDevices: Rule = {
  id: 'shared-key-across-devices',
  title: 'One secret on a device opens other devices too',
  goesWrong:
    'Whoever takes one device apart can attack the whole fleet, and no single device can be revoked.',
  cwe: [321, 522],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Give each device its own key; what many share may only verify, never open.',
  verify: 'A reviewer compares the key of two devices.',
  falseAlarm: 'It lies only where devices cannot give it away, at the maker or in an HSM.',
  check(file: DeviceFile): Hit[] {
    return file.keys
      .filter(({ scope, storedBy }) => scope !== 'device' && (storedBy === 'file' || storedBy === 'firmware'))
      .map(({ id, scope, storedBy }) => ({
        element: `keys.${id}`,
        because: `${id} is one for the whole ${scope} and lies in each device's ${storedBy}`,
        advice: 'make one per device, or keep it off the devices',
      }))
  },
}
