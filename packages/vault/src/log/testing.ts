/** What the tests of the sealed log share. */
import { MemoryLogStore } from '../adapters/memory-log.ts'
import { freshKey } from '../keys/key.ts'
import type { LogEntry, LogHead, LogWitness, ReadEntry } from './entry.ts'
import { deviceLogKeys, type LogKeys } from './log-keys.ts'
import { type LogOptions, SealedLog } from './sealed-log.ts'
import { type LogVerdict, walkLog } from './walk.ts'

export const day: number = 24 * 3_600_000

/** A clock that tests set. */
export class TestClock {
  at = 1_000

  now(): number {
    return this.at
  }
}

export const info = (event: string): Omit<LogEntry, 'at'> => ({ level: 'info', event, detail: 'x' })

export interface TestLog {
  readonly store: MemoryLogStore
  readonly log: SealedLog
  readonly keys: LogKeys
  readonly clock: TestClock
  /** The end of the log, as somebody outside saw it. */
  readonly seen: () => LogWitness[]
  /** Where each line of the last segment begins, and where the last ends. */
  readonly starts: number[]
}

/** A log of a line each, in so many segments of so many lines; `event-1` is the first. */
export function testLog(
  { segments = 1, lines = 3, options = {} }: { segments?: number; lines?: number; options?: LogOptions } = {},
  keys: LogKeys = deviceLogKeys(freshKey()),
): TestLog {
  const store = new MemoryLogStore()
  const clock = new TestClock()
  const log = SealedLog.open(store, keys, clock, options)
  const starts: number[] = []
  for (let segment = 1; segment <= segments; segment++) {
    for (let line = 1; line <= lines; line++) {
      if (segment === segments) starts.push(line === 1 ? 70 : (store.files.get(segment)?.length ?? 70))
      log.append(info(`event-${log.head.sequence + 1}`))
    }
    if (segment < segments) clock.at += day
  }
  starts.push(store.files.get(segments)?.length ?? 0)
  return { store, log, keys, clock, starts, seen: () => [witnessOf(log.head)] }
}

export function witnessOf(head: LogHead): LogWitness {
  return { name: 'the fleet', head }
}

/** Everything of a log. */
export function readAll(
  store: MemoryLogStore,
  keys: LogKeys,
  witnesses: readonly LogWitness[] = [],
): { entries: ReadEntry[]; verdict: LogVerdict } {
  const entries: ReadEntry[] = []
  const walk = walkLog(store, keys, witnesses)
  for (;;) {
    const step = walk.next()
    if (step.done === true) return { entries, verdict: step.value }
    entries.push(step.value)
  }
}

/** A copy of a store with one file changed. */
export function altered(
  store: MemoryLogStore,
  segment: number,
  change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array,
): MemoryLogStore {
  const copy = new MemoryLogStore(store)
  copy.files.set(segment, new Uint8Array(change(copy.files.get(segment) ?? new Uint8Array())))
  return copy
}

export function flipped(bytes: Uint8Array<ArrayBuffer>, bit: number): Uint8Array<ArrayBuffer> {
  return bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
}
