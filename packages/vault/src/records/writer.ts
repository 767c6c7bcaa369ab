import type { Bytes } from '@pericard/base'
import type { Change, CheckpointRow, DekRow, FrameRow } from '../ports/frame-store.ts'
import { type Group, grouped } from './batch.ts'
import { chained, type Place } from './chain.ts'
import { type Deks, type OpenDek, stepsMax } from './deks.ts'
import { sealFrame, turn } from './frame.ts'
import type { VaultRecord } from './vault.ts'

/** DEKs whose place is kept ready for the next frame. */
const writingMax = 4096

/** Sealed frames that are not stored yet. */
export interface SealedBatch {
  readonly frames: Required<Pick<Change, 'putDeks' | 'putFrames' | 'putCheckpoints'>>
  /** Where the chain ends once they are stored. */
  readonly head: Place
  /** Where each DEK stands then. */
  readonly turned: ReadonlyMap<string, OpenDek>
  /** The key of each frame. */
  readonly used: readonly { readonly data: string; readonly dek: string }[]
}

/** Seals records into frames, each under the next key of its DEK. */
export class FrameWriter {
  readonly #deks: Deks
  readonly #storeId: Bytes
  readonly #writing = new Map<string, OpenDek>()
  /** Where the search for a writable DEK begins. */
  readonly #generations = new Map<string, number>()

  constructor(deks: Deks, storeId: Bytes) {
    this.#deks = deks
    this.#storeId = storeId
  }

  /** Seals records behind `head`. Nothing is remembered before `committed`. */
  seal(records: readonly VaultRecord[], from: Place): SealedBatch {
    const putDeks: DekRow[] = []
    const putFrames: FrameRow[] = []
    const putCheckpoints: CheckpointRow[] = []
    const turned = new Map<string, OpenDek>()
    const used: { data: string; dek: string }[] = []
    let head = from
    for (const group of grouped(records)) {
      const { id, dek } = this.#writable(group, turned, putDeks)
      const { key, next } = turn(dek.ratchet)
      const [oldest, youngest] = spanOf(group)
      const sequence = head.sequence + 1
      const place = { store: this.#storeId, sequence, dek: unhex(id), step: dek.ratchet.step }
      const count = group.records.length
      const header = { ...place, from: oldest, to: youngest, count, previous: head.hash }
      const sealed = sealFrame(header, key, group, group.records)
      head = { sequence, hash: chained(sealed.header, sealed.tag) }
      used.push({ data: group.data, dek: id })
      turned.set(id, { row: dek.row, ratchet: next })
      const checkpoint = this.#deks.checkpointed(id, next)
      if (checkpoint !== undefined) putCheckpoints.push(checkpoint)
      putFrames.push({ sequence, dek: id, ...sealed, from: oldest, to: youngest })
    }
    return { frames: { putDeks, putFrames, putCheckpoints }, head, turned, used }
  }

  /** What was sealed is stored. */
  committed(turned: ReadonlyMap<string, OpenDek>): void {
    for (const [id, dek] of turned) this.#writing.set(id, dek)
    while (this.#writing.size > writingMax) this.#writing.delete(this.#writing.keys().next().value ?? '')
  }

  /** Keys were dropped, or lie under another KEK. */
  forget(): void {
    this.#writing.clear()
    this.#generations.clear()
  }

  /** The DEK that seals the next frame of a group: the first generation that has not sealed `stepsMax` frames. */
  #writable(
    group: Group,
    turned: ReadonlyMap<string, OpenDek>,
    putDeks: DekRow[],
  ): { id: string; dek: OpenDek } {
    const key = JSON.stringify([group.data, group.subject, group.day])
    for (let generation = this.#generations.get(key) ?? 0; ; generation++) {
      const id = this.#deks.id(group.data, group.subject, group.day, generation)
      const known = turned.get(id) ?? this.#writing.get(id) ?? this.#deks.resumed(id)
      const dek = known ?? this.#deks.fresh(id, group, putDeks)
      if (dek.ratchet.step >= stepsMax) continue
      if (this.#generations.size >= writingMax) this.#generations.clear()
      this.#generations.set(key, generation)
      return { id, dek }
    }
  }
}

function spanOf({ records }: Group): [number, number] {
  let [oldest, youngest] = [Number.POSITIVE_INFINITY, 0]
  for (const { at } of records) {
    oldest = Math.min(oldest, at)
    youngest = Math.max(youngest, at)
  }
  return [oldest, youngest]
}

function unhex(text: string): Bytes {
  return new Uint8Array(Buffer.from(text, 'hex'))
}
