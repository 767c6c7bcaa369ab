import { compareBytes } from '@pericard/base'
import { VaultError } from '../errors.ts'
import type { BridgeRow, FrameStore } from '../ports/frame-store.ts'
import { type ChainKeys, type Link, type Place, walkChain } from './chain.ts'

/** Frames that become one bridge. */
interface Run {
  readonly before: Place
  after: Place
  frames: number
}

/**
 * Puts bridges over runs of frames whose keys the vault destroyed itself, and removes them. Runs that touch become one bridge. What
 * the chain does not hold is not removed: it is evidence.
 *
 * @returns how many frames were removed
 * @throws {VaultError} `VAULT_STORE_BROKEN`
 */
export function compactChain(store: FrameStore, keys: ChainKeys, head: Place): number {
  const runs: Run[] = []
  const walk = walkChain(store, keys, { headersOnly: true })
  let step = walk.next()
  for (; step.done !== true; step = walk.next()) extend(runs, step.value, isGone(store, keys, step.value))
  const end = step.value
  if ('message' in end || compareBytes(end.hash, head.hash) !== 0) {
    const found = 'message' in end ? end.message : 'frames are missing at the end'
    throw new VaultError('VAULT_STORE_BROKEN', `Cannot compact the vault: ${found}; nothing was removed`)
  }
  const putBridges: BridgeRow[] = runs
    .filter(({ frames }) => frames > 0)
    .map(({ before, after }) => keys.bridge(before, after))
  if (putBridges.length > 0) store.commit({ putBridges })
  return runs.reduce((sum, { frames }) => sum + frames, 0)
}

/** A bridge, or a frame whose key the vault destroyed. */
function isGone(store: FrameStore, keys: ChainKeys, { row }: Link): boolean {
  return row === undefined || keys.isDestroyed(store, row)
}

function extend(runs: Run[], { before, after, row }: Link, gone: boolean): void {
  if (!gone) return
  const frames = row === undefined ? 0 : 1
  const last = runs.at(-1)
  if (last?.after.sequence === before.sequence) {
    last.after = after
    last.frames += frames
  } else runs.push({ before, after, frames })
}
