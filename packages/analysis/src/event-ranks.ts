import type { AttackGraph } from './types.ts'

/** Events numbered from 1 in the order of their ids, so that rising numbers are rising ids. */
export interface EventRanks {
  /** By index into `AttackGraph.events`. */
  readonly rankOf: Int32Array
  /** By rank, the index; rank 0 is nothing. */
  readonly indexOf: Int32Array
}

export function eventRanks({ events }: AttackGraph): EventRanks {
  const byId = events.map((_, index) => index)
  const id = (index: number): string => events[index]?.id ?? ''
  byId.sort((a, b) => (id(a) < id(b) ? -1 : id(a) > id(b) ? 1 : 0))
  const rankOf = new Int32Array(events.length)
  byId.forEach((index, place) => (rankOf[index] = place + 1))
  return { rankOf, indexOf: Int32Array.of(-1, ...byId) }
}
