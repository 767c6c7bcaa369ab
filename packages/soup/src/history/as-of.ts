import { createHash } from 'node:crypto'
import { changesOf, contentBytes, withChanges } from '../snapshot/content.ts'
import { HistoryError } from './errors.ts'
import type { Fact, Known } from './log.ts'

/** Gives the object of a hash. */
export type ObjectOf = (sha256: string) => Uint8Array

/** What was known of a device on a day, as it was given then. */
export interface AsOf {
  /** Files of the device's description by name; `undefined` where the device was not known yet. */
  readonly main?: string
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly sboms: ReadonlyMap<string, Uint8Array>
  /** The register of decisions. */
  readonly decisions?: Uint8Array
  /** Decisions of others (VEX files) by name. */
  readonly vex: ReadonlyMap<string, Uint8Array>
  /** Lines of advisories. */
  readonly advisories: readonly string[]
  /** When each of these was recorded last, in milliseconds since the epoch. */
  readonly since: Readonly<Partial<Record<Fact['kind'], number>>>
}

/**
 * What the history says of a device at a time.
 *
 * @throws {HistoryError} `HISTORY_OBJECT_ALTERED` where an object is not what was recorded.
 */
export function asOf(known: readonly Known[], device: string, at: number, objectOf: ObjectOf): AsOf {
  const then = known.filter((entry) => entry.at <= at)
  const about = then.filter(({ fact }) => fact.kind === 'advisories' || fact.device === device)
  const [files, sboms] = [new Map<string, Uint8Array>(), new Map<string, Uint8Array>()]
  const since: Partial<Record<Fact['kind'], number>> = {}
  let main: string | undefined
  let decisions: Uint8Array | undefined
  let vex = new Map<string, Uint8Array>()
  for (const { at: recorded, fact } of about) {
    since[fact.kind] = recorded
    if (fact.kind === 'device') files.set(fact.name, sound(fact.sha256, objectOf))
    if (fact.kind === 'device' && fact.main) main = fact.name
    if (fact.kind === 'sbom') sboms.set(fact.name, sound(fact.sha256, objectOf))
    if (fact.kind === 'decisions') decisions = sound(fact.sha256, objectOf)
    if (fact.kind === 'vex')
      vex = new Map(fact.files.map(({ name, sha256 }) => [name, sound(sha256, objectOf)]))
  }
  return {
    ...{ files, sboms, vex, since, advisories: advisoriesAt(then, objectOf) },
    ...(main === undefined ? {} : { main }),
    ...(decisions === undefined ? {} : { decisions }),
  }
}

/** All lines of advisories after the last change in `known`. @throws {HistoryError} `HISTORY_OBJECT_ALTERED` */
export function advisoriesAt(known: readonly Known[], objectOf: ObjectOf): readonly string[] {
  let lines: readonly string[] = []
  let content: string | undefined
  for (const { fact } of known) {
    if (fact.kind !== 'advisories') continue
    lines = withChanges(lines, changesOf(sound(fact.sha256, objectOf)))
    content = fact.content
  }
  if (content !== undefined && hashOf(contentBytes(lines)) !== content)
    throw new HistoryError(
      'HISTORY_OBJECT_ALTERED',
      'The advisories of the history are not those that were recorded',
    )
  return lines
}

function sound(sha256: string, objectOf: ObjectOf): Uint8Array {
  const bytes = objectOf(sha256)
  if (hashOf(bytes) === sha256) return bytes
  throw new HistoryError('HISTORY_OBJECT_ALTERED', `The object ${sha256} is not what was recorded`)
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
