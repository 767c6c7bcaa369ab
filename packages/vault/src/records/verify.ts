import { compareBytes } from '@pericard/base'
import { VaultError } from '../errors.ts'
import type { FrameRow, FrameStore } from '../ports/frame-store.ts'
import { type ChainKeys, type Place, walkChain } from './chain.ts'

export interface Verdict {
  readonly frames: number
  /** Where it is broken first, if it is. */
  readonly broken?: { readonly sequence: number; readonly code: string; readonly message: string }
}

/**
 * Walks all frames, one in memory at a time.
 *
 * @param check opens a frame, or shows that it was destroyed; throws a `VaultError` where it cannot
 */
export function verifyFrames(
  store: FrameStore,
  keys: ChainKeys,
  head: Place,
  check: (row: FrameRow) => void,
): Verdict {
  const walk = walkChain(store, keys, { headersOnly: false })
  let frames = 0
  for (;;) {
    try {
      const step = walk.next()
      if (step.done === true) {
        const end = step.value
        if ('message' in end) return { frames, broken: { ...end, code: 'VAULT_STORE_BROKEN' } }
        if (compareBytes(end.hash, head.hash) === 0) return { frames }
        const sequence = end.sequence + 1
        const message = `Frame ${sequence}: frames are missing at the end`
        return { frames, broken: { sequence, code: 'VAULT_STORE_BROKEN', message } }
      }
      const { row } = step.value
      if (row === undefined) continue
      frames++
      check(row)
    } catch (error) {
      if (!(error instanceof VaultError)) throw error
      return { frames, broken: { sequence: frames, code: error.code, message: error.message } }
    }
  }
}
