import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const keyFromSerialNumber: Rule = {
  id: 'key-from-serial-number',
  title: 'A credential can be worked out from the serial number',
  goesWrong:
    'The serial number stands on the label and in every frame: whoever reads it has the key or the password.',
  cwe: [341, 1391],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Make it at random on the device and enrol it.',
  verify: 'A tester works out the key of a second device from its label.',
  falseAlarm: 'A secret that never leaves the maker goes into it too: then it is made by the maker.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, A; IEC 62443-4-2:2019 CR 1.5',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password', ...secretKeys], ({ id, made }) => {
      if (made === undefined) return '"made" is not stated'
      if (made !== 'from-serial-number') return `it is made ${made}`
      const advice = 'make it at random and set "made: on-device"'
      return { found: `${id} is made from the serial number`, advice, at: 'made' }
    })
  },
}
