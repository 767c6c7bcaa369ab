import { attackUpdater, type MirrorAttack } from '../attack/mirrors.ts'
import type { Mirror, Probe } from '../probe.ts'

type Files = ReadonlyMap<string, Uint8Array>

/** Kinds of file that change with each release, by a part of their names; the timestamp is what makes a mirror new. */
const kinds = ['.snapshot.json', '.component-', '.release.json', '.image'] as const

/**
 * Mix and match (TUF 1.0.31, section 1.5.2): each file was published by the maker and is signed, and they never went together. A device
 * that takes one may run parts of two releases, or an old one under the name of a new.
 */
export const updateMixedMetadata: Probe = {
  id: 'update-mixed-metadata',
  version: '1',
  title: 'Mixed metadata',
  goal: 'Have the device install a combination of files that its maker never published together',
  kind: 'image-verification',
  cwe: [345, 347],
  run: (target) =>
    attackUpdater(
      target,
      'served the newest repository with one older file in the place of the newest of its kind: snapshot, metadata of the component, release, image',
      kinds.map(attackWith),
    ),
}

function attackWith(kind: string): MirrorAttack {
  return {
    name: `an older ${kind.replaceAll(/[.-]|json/g, '')}`,
    installed: 1,
    prepare: async (field) => {
      await field.publish(2)
      const before = field.files()
      await field.publish(3)
      return mixed(before, field.files(), kind)
    },
  }
}

function mixed(before: Files, now: Files, kind: string): Mirror {
  const place = [...now.keys()].find((path) => path.includes(kind) && !before.has(path))
  const old = [...before.keys()]
    .filter((path) => path.includes(kind))
    .toSorted(byNumber)
    .at(-1)
  return (path) => (path === place ? before.get(old ?? '') : now.get(path))
}

/** Names begin with the version: `10.snapshot.json` comes after `9.snapshot.json`. */
function byNumber(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true })
}
