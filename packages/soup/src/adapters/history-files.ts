/** A history in a folder: `log.jsonl`, and `objects/` with what its lines name. */
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { canonicalJson, utf8 } from '@pericard/base'
import type { HybridKey, HybridRole } from '@pericard/base/hybrid'
import { advisoriesAt, type ObjectOf } from '../history/as-of.ts'
import { HistoryError } from '../history/errors.ts'
import {
  emptyHistory,
  type Fact,
  type History,
  type HistoryHead,
  historyLines,
  readHistory,
} from '../history/log.ts'
import { changesBetween, contentBytes, deltaBytes } from '../snapshot/content.ts'
import { snapshotLimits } from '../snapshot/limits.ts'
import { replaceFile, syncFolder } from './durable.ts'
import { locked } from './lock.ts'

/** What is known now about one device. */
export interface Observation {
  readonly device: string
  /** Files of the description by name; the first is the device file. */
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly sboms: ReadonlyMap<string, Uint8Array>
  readonly decisions?: Uint8Array
  /** Decisions of others (VEX files) by name: all that are taken in now. */
  readonly vex: ReadonlyMap<string, Uint8Array>
  /** Lines of a snapshot's content; absent where the advisories are not told. */
  readonly advisories?: readonly string[]
}

/** The history of a folder; an empty one where there is none and no head was kept. @throws {HistoryError} */
export function historyIn(folder: string, role: HybridRole, kept?: HistoryHead): History {
  const path = join(folder, 'log.jsonl')
  if (existsSync(path)) return readHistory(readFileSync(path), role, kept)
  if (kept === undefined) return emptyHistory
  throw new HistoryError('HISTORY_TRUNCATED', `${path} is gone, and there was one`)
}

/** Objects of a folder. */
export function objectsIn(folder: string): ObjectOf {
  return (sha256) => {
    const path = join(folder, 'objects', `${sha256}.zst`)
    try {
      return zstdDecompressSync(readFileSync(path), { maxOutputLength: snapshotLimits.contentBytesMax })
    } catch (cause) {
      throw new HistoryError('HISTORY_OBJECT_ALTERED', `${path} is gone or cannot be unpacked`, { cause })
    }
  }
}

/** How long another process that records is waited for, in milliseconds. */
const waitMost = 30_000

/**
 * Adds what is new in an observation, durable and signed when it returns. Of two processes at once one waits for the other.
 *
 * @param now milliseconds since the epoch, asked once nobody else records
 * @returns the facts that were new
 * @throws {HistoryError}
 */
export function record(
  folder: string,
  seen: Observation,
  role: HybridRole,
  keys: readonly HybridKey[],
  now: () => number,
): readonly Fact[] {
  mkdirSync(join(folder, 'objects'), { recursive: true })
  const path = join(folder, 'log.jsonl.lock')
  const done = locked(path, () => recordAlone(folder, seen, role, keys, now()), { most: waitMost })
  if (done.got) return done.value
  throw new HistoryError('HISTORY_BUSY', `Another process records to ${folder} (${path})`)
}

function recordAlone(
  folder: string,
  seen: Observation,
  role: HybridRole,
  keys: readonly HybridKey[],
  at: number,
): readonly Fact[] {
  const history = historyIn(folder, role)
  const facts = [...fileFacts(folder, seen), ...advisoryFacts(folder, seen, history)].filter(
    (fact) => !isKnown(fact, history),
  )
  if (facts.length > 0) append(join(folder, 'log.jsonl'), history, historyLines(facts, history, at, keys))
  return facts
}

function fileFacts(folder: string, { device, files, sboms, decisions, vex }: Observation): Fact[] {
  const [main] = files.keys()
  return [
    ...[...files].map(
      ([name, bytes]): Fact => ({
        ...{ kind: 'device', device, name, main: name === main },
        sha256: keep(folder, bytes),
      }),
    ),
    ...[...sboms].map(([name, bytes]): Fact => ({ kind: 'sbom', device, name, sha256: keep(folder, bytes) })),
    ...(decisions === undefined
      ? []
      : [{ kind: 'decisions', device, sha256: keep(folder, decisions) } satisfies Fact]),
    {
      ...{ kind: 'vex', device },
      files: [...vex].map(([name, bytes]) => ({ name, sha256: keep(folder, bytes) })),
    },
  ]
}

function advisoryFacts(folder: string, { advisories }: Observation, history: History): Fact[] {
  if (advisories === undefined) return []
  const before = advisoriesAt(history.known, objectsIn(folder))
  const changes = changesBetween(before, advisories)
  const [added, gone] = [changes.added.length, changes.gone.length]
  if (added + gone === 0) return []
  const content = hashOf(contentBytes(advisories))
  return [{ kind: 'advisories', sha256: keep(folder, deltaBytes(changes)), content, added, gone }]
}

/** A file that is as it was recorded last is no news. */
function isKnown(fact: Fact, { known }: History): boolean {
  if (fact.kind === 'advisories') return false
  const last = known.findLast(
    ({ fact: old }) =>
      old.kind === fact.kind &&
      old.device === fact.device &&
      ('name' in old ? old.name : '') === ('name' in fact ? fact.name : ''),
  )
  if (last === undefined) return fact.kind === 'vex' && fact.files.length === 0
  return canonicalJson(last.fact) === canonicalJson(fact)
}

function keep(folder: string, bytes: Uint8Array): string {
  const sha256 = hashOf(bytes)
  const path = join(folder, 'objects', `${sha256}.zst`)
  if (!existsSync(path)) replaceFile(path, zstdCompressSync(bytes))
  return sha256
}

function append(path: string, { bytes }: History, text: string): void {
  const file = openSync(path, existsSync(path) ? 'r+' : 'w+', 0o644)
  try {
    // What a killed process left behind the last signed head.
    ftruncateSync(file, bytes)
    const added = utf8(text)
    for (let at = 0; at < added.length; ) at += writeSync(file, added, at, added.length - at, bytes + at)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  syncFolder(join(path, '..'))
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
