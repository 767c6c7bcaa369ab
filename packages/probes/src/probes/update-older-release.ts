import { attackUpdater, serving } from '../attack/mirrors.ts'
import type { Probe } from '../probe.ts'

/** A downgrade brings back faults that were mended. The metadata is newer than any that the device saw: only the floor can refuse it. */
export const updateOlderRelease: Probe = {
  id: 'update-older-release',
  version: '1',
  title: 'Update to an older release',
  goal: 'Have the device install a release that is older than the one that it runs, signed by its maker',
  kind: 'image-verification',
  cwe: [1328],
  run: (target) =>
    attackUpdater(
      target,
      'offered an update with the maker’s own signatures that is older than what the device runs',
      [
        {
          name: 'an older release',
          installed: 5,
          prepare: async (field) => {
            await field.publish(4)
            return serving(field.files())
          },
        },
      ],
    ),
}
