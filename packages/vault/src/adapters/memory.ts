import type { Bytes } from '@pericard/base'
import type { Change, DekRow, FrameQuery, FrameRow, FrameStore } from '../ports/frame-store.ts'

/** Keeps everything in memory, for tests and for what need not survive. */
export class MemoryFrameStore implements FrameStore {
  readonly #meta = new Map<string, Bytes>()
  readonly #deks = new Map<string, DekRow>()
  #frames: FrameRow[] = []

  meta(name: string): Bytes | undefined {
    return this.#meta.get(name)
  }

  dek(id: string): DekRow | undefined {
    return this.#deks.get(id)
  }

  deks(): Iterable<DekRow> {
    return [...this.#deks.values()]
  }

  frames({ dek, afterSequence = -1, limit = Number.POSITIVE_INFINITY }: FrameQuery): Iterable<FrameRow> {
    return this.#frames
      .filter((row) => row.sequence > afterSequence && (dek === undefined || row.dek === dek))
      .slice(0, limit)
  }

  commit({ meta = {}, putDeks = [], putFrames = [], dropDeks = [] }: Change): void {
    for (const [name, value] of Object.entries(meta)) this.#meta.set(name, value)
    for (const row of putDeks) this.#deks.set(row.id, row)
    this.#frames.push(...putFrames)
    for (const id of dropDeks) this.#deks.delete(id)
    const gone = new Set(dropDeks)
    this.#frames = this.#frames.map((row) => (gone.has(row.dek) ? { ...row, body: undefined } : row))
  }

  close(): void {
    // Nothing is held.
  }
}
