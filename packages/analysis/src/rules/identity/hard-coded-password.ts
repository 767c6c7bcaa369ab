import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const hardCodedPassword: Rule = {
  id: 'hard-coded-password',
  title: 'A password is built into the device',
  goesWrong:
    'Whoever unpacks one firmware image has the password of every device, and nobody can change it before the next release.',
  cwe: [259, 798],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Make the password on each device, or ask for it at the first start.',
  verify: 'A tester searches the unpacked image for the password.',
  falseAlarm: 'The image holds only a slow hash of a password of that one device.',
  basis: 'NIST SP 800-53 r5 IA-5(7), no embedded static authenticators; IEC 62443-4-2:2019 CR 1.5',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, storedBy, scope, changeable }) => {
      if (storedBy === 'firmware')
        return {
          found: `${id} stands in the firmware, one for the whole ${scope}`,
          advice: 'make it per device, keep a slow hash of it elsewhere, and change "stored-by"',
          at: 'stored-by',
        }
      if (changeable === false && scope !== 'device')
        return {
          found: `${id} is the same on the whole ${scope} and nobody who runs the device can change it`,
          advice: 'let it be changed ("changeable: true") and make one per device ("scope: device")',
          at: 'changeable',
        }
      return `it is not built in ("stored-by" is ${storedBy})`
    })
  },
}
