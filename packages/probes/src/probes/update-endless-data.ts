import { attackUpdater, type MirrorAttack } from '../attack/mirrors.ts'
import type { Offered, Probe } from '../probe.ts'

const MiB = 1024 * 1024
/** What a device may take in before it leaves a mirror, beside the image itself: its largest metadata file, and what lies in buffers. */
const bytesMax = 64 * MiB
/** What the mirror has in all; a device that takes all of it would take anything. */
const endlessBytes = 512 * MiB
const names = ['timestamp.json', '.snapshot.json', '.component-', '.image'] as const

/** Fills the device's memory or storage, or keeps its updater busy for ever (CWE-400). */
export const updateEndlessData: Probe = {
  id: 'update-endless-data',
  version: '1',
  title: 'Update without end',
  goal: 'Have the device take in more than its maker ever signed',
  kind: 'image-verification',
  cwe: [400, 770],
  run: (target) =>
    attackUpdater(
      target,
      'served 512 MiB in the place of the timestamp, the snapshot, the metadata of the component, and after the image',
      names.map(attackWith),
    ),
}

function attackWith(name: string): MirrorAttack {
  return {
    name: `${name.replaceAll(/[.-]|json/g, '')} without end`,
    installed: 1,
    prepare: async (field) => {
      await field.publish(2)
      const files = field.files()
      return (path) => {
        const file = files.get(path)
        return file !== undefined && path.includes(name) ? withoutEnd(file) : file
      }
    },
    // An image that goes on after its end is installed up to its end, which is right: no byte of the rest is.
    succeeded: (offered: Offered) =>
      offered.served > bytesMax || offered.event === 'silent' || (name !== '.image' && offered.switched),
  }
}

function* withoutEnd(first: Uint8Array): Iterable<Uint8Array> {
  yield first
  const filler = new Uint8Array(MiB).fill(0x20)
  for (let sent = 0; sent < endlessBytes; sent += MiB) yield filler
}
