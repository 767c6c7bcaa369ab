import type { SnapshotSource } from './file.ts'

/** Days after which data counts as stale where nobody says otherwise. */
export const staleDaysDefault = 30
const dayMs = 86_400_000

/** How old what one source said is. */
export interface SourceAge {
  readonly source: string
  readonly records: number
  /** When the source was asked, or else its newest change, ISO 8601. */
  readonly asOf?: string
  readonly ageDays?: number
  /** Older than the limit, or of unknown age: what came since is missing. */
  readonly stale: boolean
}

/** The age of each source. A date after `now` is no age: the clock or the snapshot is wrong, so it counts as stale. */
export function agesOf(sources: readonly SnapshotSource[], now: number, daysMax: number): SourceAge[] {
  return sources.map(({ name, records, fetched, newest }) => {
    const asOf = fetched ?? newest
    if (asOf === undefined) return { source: name, records, stale: true }
    const ageDays = Math.floor((now - Date.parse(asOf)) / dayMs)
    return { source: name, records, asOf, ageDays, stale: ageDays > daysMax || ageDays < -1 }
  })
}
