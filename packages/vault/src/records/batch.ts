import { frameBytesMax, framedBytes, type FrameRecord } from './frame.ts'
import type { VaultRecord } from './vault.ts'

export const dayMs: number = 24 * 60 * 60 * 1000

/** Records that go into one frame: one item, one subject, one day, at most `frameBytesMax`. */
export interface Group {
  readonly data: string
  readonly subject: string
  readonly day: number
  readonly compress: boolean
  readonly records: FrameRecord[]
  bytes: number
}

/** Sorts records into frames; each item, subject and day has frames of its own. */
export function grouped(records: readonly VaultRecord[]): Iterable<Group> {
  const open = new Map<string, Group>()
  const full: Group[] = []
  for (const { data, subject, at, bytes, compress = false } of records) {
    const start = dayOf(at)
    const key = JSON.stringify([data, subject, start, compress])
    const record = { at, bytes }
    let group = open.get(key)
    if (group === undefined || group.bytes + framedBytes(record) > frameBytesMax) {
      group = { data, subject, day: start, compress, records: [], bytes: 0 }
      open.set(key, group)
      full.push(group)
    }
    group.records.push(record)
    group.bytes += framedBytes(record)
  }
  return full
}

/** Start of the day in UTC. */
export function dayOf(at: number): number {
  return Math.floor(at / dayMs) * dayMs
}
