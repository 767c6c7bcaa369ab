import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const sharedKeyAcrossDevices: Rule = {
  id: 'shared-key-across-devices',
  title: 'One secret on a device opens other devices too',
  goesWrong:
    'Whoever takes one device apart can attack the whole fleet, and no single device can be revoked.',
  cwe: [344],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Give each device its own key; what many share may only verify, never open.',
  verify: 'A reviewer compares the key of two devices.',
  falseAlarm: 'It lies only where devices cannot give it away, at the maker or in an HSM.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, A; IEC 62443-4-2:2019 CR 1.5',
  judge({ file }: RuleContext): Verdict[] {
    return file.keys.map(({ id, scope, storedBy }) => {
      const element = `keys.${id}`
      if (scope === 'device') return silent(element, 'one copy opens one device')
      if (storedBy === 'firmware') return silent(element, 'hard-coded-key and hard-coded-password look at it')
      if (storedBy !== 'file') return silent(element, `it lies in no device's file but with the ${storedBy}`)
      const because = `${id} is one for the whole ${scope} and lies in a file of each device`
      return fires(element, because, 'make one per device, or keep it off the devices')
    })
  },
}
