import type { Bytes } from '@pericard/base'
import type {
  BridgeRow,
  Change,
  CheckpointRow,
  DekRow,
  FrameQuery,
  FrameRow,
  FrameStore,
} from '../ports/frame-store.ts'

/** Keeps everything in memory, for tests and for what need not survive. */
export class MemoryFrameStore implements FrameStore {
  readonly #meta = new Map<string, Bytes>()
  readonly #deks = new Map<string, DekRow>()
  readonly #tombstones = new Map<string, Bytes>()
  #frames: FrameRow[] = []
  #checkpoints: CheckpointRow[] = []
  #bridges: BridgeRow[] = []

  meta(name: string): Bytes | undefined {
    return this.#meta.get(name)
  }

  dek(id: string): DekRow | undefined {
    return this.#deks.get(id)
  }

  deks(): Iterable<DekRow> {
    return [...this.#deks.values()]
  }

  frames(query: FrameQuery): Iterable<FrameRow> {
    const { dek, afterSequence = -1, limit = Number.POSITIVE_INFINITY, headersOnly = false } = query
    return this.#frames
      .filter((row) => row.sequence > afterSequence && (dek === undefined || row.dek === dek))
      .slice(0, limit)
      .map((row) => (headersOnly ? { ...row, body: undefined } : row))
  }

  lastFrame(dek?: string): FrameRow | undefined {
    const row = this.#frames.findLast((each) => dek === undefined || each.dek === dek)
    return row === undefined ? undefined : { ...row, body: undefined }
  }

  checkpoint(dek: string, step: number): CheckpointRow | undefined {
    return this.#checkpoints
      .filter((row) => row.dek === dek && row.step <= step)
      .reduce<CheckpointRow | undefined>(
        (last, row) => (last === undefined || row.step > last.step ? row : last),
        undefined,
      )
  }

  checkpoints(): Iterable<CheckpointRow> {
    return [...this.#checkpoints]
  }

  bridges(): Iterable<BridgeRow> {
    return this.#bridges
  }

  tombstone(dek: string): Bytes | undefined {
    return this.#tombstones.get(dek)
  }

  commit(change: Change): void {
    const { meta = {}, putDeks = [], putFrames = [], putCheckpoints = [], dropDeks = [] } = change
    for (const [name, value] of Object.entries(meta)) this.#meta.set(name, value)
    for (const row of putDeks) this.#deks.set(row.id, row)
    this.#frames.push(...putFrames)
    const replaced = new Set(putCheckpoints.map(({ dek, step }) => `${dek}/${step}`))
    this.#checkpoints = this.#checkpoints.filter(({ dek, step }) => !replaced.has(`${dek}/${step}`))
    this.#checkpoints.push(...putCheckpoints)
    for (const { id, tombstone } of dropDeks) {
      this.#deks.delete(id)
      this.#tombstones.set(id, tombstone)
    }
    const gone = new Set(dropDeks.map(({ id }) => id))
    this.#frames = this.#frames.map((row) => (gone.has(row.dek) ? { ...row, body: undefined } : row))
    this.#checkpoints = this.#checkpoints.filter(({ dek }) => !gone.has(dek))
    for (const bridge of change.putBridges ?? []) this.#putBridge(bridge)
  }

  #putBridge(bridge: BridgeRow): void {
    const { first, last } = bridge
    this.#frames = this.#frames.filter(({ sequence }) => sequence < first || sequence > last)
    this.#bridges = this.#bridges.filter((old) => old.first < first || old.last > last)
    this.#bridges = [...this.#bridges, bridge].toSorted((a, b) => a.first - b.first)
    const needed = new Set(this.#frames.map(({ dek }) => dek))
    for (const id of this.#tombstones.keys()) if (!needed.has(id)) this.#tombstones.delete(id)
  }

  close(): void {
    // Nothing is held.
  }
}
