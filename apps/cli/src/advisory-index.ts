import { fstatSync, openSync, readSync, statSync } from 'node:fs'
import type { SnapshotHead } from '@pericard/soup'
import { type AdvisoryIndex, type IndexSource, isCompiledIndex, openIndex } from '@pericard/soup/scan'

export type OpenAdvisories =
  | { readonly ok: true; readonly index: AdvisoryIndex; readonly snapshot?: SnapshotHead }
  | { readonly ok: false; readonly lines: readonly string[] }

/**
 * Opens a compiled index or the snapshot in use, or reads and indexes a file or folder of advisories.
 *
 * @throws {SoupIndexError} for a compiled index that is damaged.
 * @throws {SnapshotError} for a snapshot of which nothing can be said.
 */
export async function openAdvisories(path: string): Promise<OpenAdvisories> {
  const compiled = statSync(path).isFile() ? sourceOf(path) : undefined
  if (compiled !== undefined && isCompiledIndex(compiled.read(0, 8))) {
    return { ok: true, index: openIndex(compiled) }
  }
  // What follows takes longer to load than a scan of a compiled index takes.
  const [{ currentSnapshot, isSnapshotStore }, { indexAdvisories, SnapshotError }, { readAdvisories }] =
    await Promise.all([
      import('@pericard/soup/adapters/snapshot-store'),
      import('@pericard/soup'),
      import('./advisories.ts'),
    ])
  if (isSnapshotStore(path)) {
    const stored = currentSnapshot(path)
    if (stored === undefined) throw new SnapshotError('SNAPSHOT_FORMAT', `${path}: no snapshot is in use`)
    return { ok: true, index: openIndex(sourceOf(stored.indexPath)), snapshot: stored.head }
  }
  const data = readAdvisories(path)
  if (data.issues.length > 0) {
    return { ok: false, lines: data.issues.map(({ path: at, message }) => `${at}: ${message}`) }
  }
  return { ok: true, index: indexAdvisories(data) }
}

/** The file stays open for as long as the process lives: records are read when a scan asks for them. */
function sourceOf(path: string): IndexSource {
  const file = openSync(path, 'r')
  return {
    size: fstatSync(file).size,
    read: (at, length) => {
      const bytes = new Uint8Array(length)
      return bytes.subarray(0, readSync(file, bytes, 0, length, at))
    },
  }
}
