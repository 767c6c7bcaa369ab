import { attackUpdater, serving } from '../attack/mirrors.ts'
import type { Probe } from '../probe.ts'

/** Soundly signed, newer than what runs, and made for something else: another maker's image, or that of another model. */
export const updateForAnotherDevice: Probe = {
  id: 'update-for-another-device',
  version: '1',
  title: 'Update for another device',
  goal: 'Have the device install an image that was signed for another one',
  kind: 'image-verification',
  cwe: [345, 347],
  run: (target) =>
    attackUpdater(
      target,
      'served the repository of another maker, and the own one with the other maker’s metadata, release and image in it',
      [
        {
          name: 'another maker’s repository',
          installed: 1,
          prepare: async (_, another) => {
            const other = await another()
            await other.publish(2)
            return serving(other.files())
          },
        },
        {
          name: 'another maker’s release in the own repository',
          installed: 1,
          prepare: async (field, another) => {
            const other = await another()
            await other.publish(2)
            const foreign = other.files()
            const own = field.files()
            // The chain of trust stays the device's own; all that hangs on it is the other's.
            return (path) =>
              (/root|trust/.test(path) ? own.get(path) : undefined) ?? foreign.get(path) ?? own.get(path)
          },
        },
      ],
    ),
}
