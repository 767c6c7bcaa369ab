import { type Bytes, hex } from '@pericard/base'
import type { LogStore } from '../ports/log-store.ts'
import { chainHash, sealBlock, turnLog } from './block.ts'
import type { SegmentState } from './segment.ts'

/** Lines to be sealed as one block, each with its newline. */
export interface BlockLines {
  readonly text: string
  readonly count: number
}

/**
 * Appends blocks to the segment that is open. What failed half-way counts for nothing: before the next block the medium is brought
 * back to what `state` says, and written again where a failed sync may have lost it.
 */
export class SegmentWriter {
  readonly #store: LogStore
  readonly #compress: boolean
  #segment: number
  #state: SegmentState
  /** Everything before is durable. */
  #durable: number
  #unsynced: Bytes[] = []
  #spoiled = false

  constructor(store: LogStore, segment: number, state: SegmentState, compress: boolean) {
    this.#store = store
    this.#compress = compress
    this.#segment = segment
    this.#state = state
    this.#durable = state.offset
  }

  get segment(): number {
    return this.#segment
  }

  get state(): SegmentState {
    return this.#state
  }

  /** @param durable whether the block, and all before it, must be durable on return */
  write({ text, count }: BlockLines, durable: boolean): void {
    this.#mend()
    const { head, chain, offset } = this.#state
    const keys = turnLog(chain)
    const previous = new Uint8Array(Buffer.from(head.hash, 'hex'))
    const block = sealBlock({ text, count }, head.sequence + 1, {
      ...{ keys, previous, compress: this.#compress },
      durable: this.#durable === offset,
    })
    try {
      this.#store.append(this.#segment, block)
      if (durable) this.#store.sync(this.#segment)
    } catch (error) {
      this.#spoiled = true
      throw error
    }
    this.#state = {
      offset: offset + block.length,
      head: { sequence: head.sequence + count, hash: hex(chainHash(previous, block)) },
      chain: keys.next,
    }
    if (durable) this.#settled()
    else this.#unsynced.push(block)
  }

  sync(): void {
    this.#mend()
    if (this.#durable === this.#state.offset) return
    try {
      this.#store.sync(this.#segment)
    } catch (error) {
      this.#spoiled = true
      throw error
    }
    this.#settled()
  }

  /** Goes on in a segment that was just begun. */
  moveTo(segment: number, state: SegmentState): void {
    this.#segment = segment
    this.#state = state
    this.#settled()
  }

  #settled(): void {
    this.#durable = this.#state.offset
    this.#unsynced = []
  }

  /** After a failed sync the kernel takes what it did not write for written: only writing it again makes it durable. */
  #mend(): void {
    if (!this.#spoiled) return
    this.#store.truncate(this.#segment, this.#durable)
    for (const block of this.#unsynced) this.#store.append(this.#segment, block)
    this.#spoiled = false
  }
}
