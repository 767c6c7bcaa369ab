/** The folder where applied advisories lie: records, an index of them, and `current.json`, whose rename puts both into use. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { canonicalJson, fromUtf8, JsonError, parseJson, utf8 } from '@pericard/base'
import type { HybridRole } from '@pericard/base/hybrid'
import { compileIndex } from '../compiled/compile.ts'
import { advisoriesIn, contentBytes } from '../snapshot/content.ts'
import { SnapshotError } from '../snapshot/errors.ts'
import { type Applied, applySnapshot, headOf, openSnapshot, type SnapshotHead } from '../snapshot/file.ts'
import { snapshotLimits } from '../snapshot/limits.ts'
import { replaceFile } from './durable.ts'
import { locked } from './lock.ts'

const currentName = 'current.json'

/** Advisories in use. */
export interface StoredSnapshot {
  readonly head: SnapshotHead
  /** The compiled index. */
  readonly indexPath: string
}

/** Whether a folder is such a store. */
export function isSnapshotStore(folder: string): boolean {
  return existsSync(join(folder, currentName))
}

/** What is in use; `undefined` where nothing was applied yet. @throws {SnapshotError} `SNAPSHOT_FORMAT` */
export function currentSnapshot(folder: string): StoredSnapshot | undefined {
  const path = join(folder, currentName)
  if (!existsSync(path)) return undefined
  const head = headIn(path)
  return { head, indexPath: join(folder, `${head.content.sha256}.idx`) }
}

/** What is in use, with all records. @throws {SnapshotError} `SNAPSHOT_ALTERED` where they are not those of the head */
export function appliedIn(folder: string): Applied | undefined {
  const stored = currentSnapshot(folder)
  if (stored === undefined) return undefined
  const { head } = stored
  const packed = readFileSync(join(folder, `${head.content.sha256}.jsonl.zst`))
  const plain = unpacked(packed)
  // As a full snapshot of itself, so that the hash of the records is looked at.
  return applySnapshot(
    { head: { ...head, kind: 'full', base: undefined }, signatures: [], body: plain },
    undefined,
  )
}

/**
 * Verifies a snapshot and puts it into use. Whatever goes wrong, at whatever moment, the one before stays in use.
 *
 * @throws {SnapshotError}
 */
export function applyToStore(folder: string, file: string, role: HybridRole): SnapshotHead {
  const opened = openSnapshot(snapshotBytes(file), role)
  mkdirSync(folder, { recursive: true })
  return alone(folder, () => {
    const applied = applySnapshot(opened, appliedIn(folder))
    const { head } = applied
    const index = compileIndex(advisoriesIn(applied.lines))
    const packed = zstdCompressSync(contentBytes(applied.lines))
    replaceFile(join(folder, `${head.content.sha256}.jsonl.zst`), packed)
    replaceFile(join(folder, `${head.content.sha256}.idx`), index)
    replaceFile(join(folder, currentName), utf8(canonicalJson({ head, signatures: opened.signatures })))
    removeOthers(folder, head.content.sha256)
    return head
  })
}

/** The bytes of a snapshot's file, within its limit. @throws {SnapshotError} `SNAPSHOT_TOO_LARGE` */
export function snapshotBytes(file: string): Uint8Array {
  const { size } = statSync(file)
  if (size <= snapshotLimits.fileBytesMax) return readFileSync(file)
  throw new SnapshotError(
    'SNAPSHOT_TOO_LARGE',
    `${file} has ${size} bytes, at most ${snapshotLimits.fileBytesMax} are taken`,
  )
}

function headIn(path: string): SnapshotHead {
  const text = fromUtf8(readFileSync(path))
  try {
    const value = parseJson(text ?? '', { charactersMax: snapshotLimits.headBytesMax * 2, depthMax: 8 })
    return headOf(typeof value === 'object' && value !== null && 'head' in value ? value.head : undefined)
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    throw new SnapshotError('SNAPSHOT_FORMAT', `${path} is damaged; apply a full snapshot to an empty folder`)
  }
}

function unpacked(packed: Uint8Array): Uint8Array {
  try {
    return zstdDecompressSync(packed, { maxOutputLength: snapshotLimits.contentBytesMax })
  } catch (cause) {
    throw new SnapshotError(
      'SNAPSHOT_ALTERED',
      'The records in use cannot be unpacked; apply to an empty folder',
      {
        cause,
      },
    )
  }
}

/** Two at once could put the older one into use last. */
function alone<T>(folder: string, work: () => T): T {
  const path = join(folder, 'apply.lock')
  const done = locked(path, work, { most: 0 })
  if (done.got) return done.value
  throw new SnapshotError('SNAPSHOT_BUSY', `Another process applies a snapshot to ${folder} (${path})`)
}

/** What an older one or a killed process left. A scan that has the old index open keeps it until it is done. */
function removeOthers(folder: string, sha256: string): void {
  for (const name of readdirSync(folder))
    if (/^[0-9a-f]{64}\.(?:idx|jsonl\.zst)(?:\.part)?$/.test(name) && !name.startsWith(sha256))
      rmSync(join(folder, name), { force: true })
}
