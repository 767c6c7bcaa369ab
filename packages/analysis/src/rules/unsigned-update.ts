import type { DeviceFile } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const unsignedUpdate: Rule = {
  id: 'unsigned-update',
  title: 'An update is taken without a verified signature',
  goesWrong: 'Whoever delivers a file replaces the software of the device.',
  cwe: [347, 494],
  category: 'tampering',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Sign with a key that is not on the device, and verify before anything is written.',
  verify: 'A person offers an image with one bit changed.',
  falseAlarm: 'The interface is not there in released devices.',
  check(file: DeviceFile): Hit[] {
    return file.updates
      .filter(({ verifiedBy, signedWith }) => verifiedBy.length === 0 || signedWith.length === 0)
      .map(({ id, verifiedBy }) => ({
        element: `updates.${id}`,
        because: verifiedBy.length === 0 ? `nothing verifies ${id}` : `${id} names no key that signs it`,
        advice: 'name the verifying controls in "verified-by" and the keys in "signed-with"',
      }))
  },
}
