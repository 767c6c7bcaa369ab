import { attackUpdater, serving } from '../attack/mirrors.ts'
import type { Probe } from '../probe.ts'

/**
 * Replay, and the freeze that follows from it: the mirror stays where it was before a release that mends something. What it serves is
 * newer than what the device runs and was signed by the maker, so that only what the device remembers of the metadata can refuse it.
 */
export const updateReplayedMirror: Probe = {
  id: 'update-replayed-mirror',
  version: '1',
  title: 'Mirror that goes back',
  goal: 'Have the device install what a mirror served before, after it has seen what came later',
  kind: 'image-verification',
  cwe: [294, 1328],
  run: (target) =>
    attackUpdater(
      target,
      'served the repository as it was before the newest release, to a device that has seen the newest one',
      [
        {
          name: 'an older copy of the repository',
          installed: 1,
          prepare: async (field) => {
            await field.publish(2)
            const before = field.files()
            await field.publish(3)
            await field.look()
            return serving(before)
          },
        },
      ],
    ),
}
