/**
 * The fleet's share, kept for a bounded time: what lets a device open its vault where there is no network. Bounded by the TPM's clock
 * and by the starts that its NV counter counts, so that neither the wall clock nor an older copy of the medium makes it longer; a
 * device that was stolen and is kept off the network closes by itself. It opens only with the device's own shares, which the TPM
 * gives to the measured software alone (design section 6).
 */
import { type Bytes, concat, number64, readNumber64 } from '@pericard/base'
import type { OfflineLease } from '@pericard/model'
import type { TpmClock } from '@pericard/tpm'
import { type SecretKey, secretKey } from '@pericard/vault'
import type { KeeperState } from './state.ts'

/** Where time and starts are counted. */
export interface LeaseTime {
  readonly clock: Pick<TpmClock, 'clock'>
  /** Starts of the device so far. */
  readonly boot: number
}

/** Why no kept share counts. */
export type LeaseRefusal = 'not-declared' | 'none' | 'time' | 'boots' | 'set-back'

const numbers = 4
const shareBytes = 32

/** Keeps the share for the shorter of what the fleet gave and what the device file allows. */
export function keepLease(
  state: KeeperState,
  share: SecretKey,
  { leaseSeconds, offline, time }: { leaseSeconds: number; offline: OfflineLease; time: LeaseTime },
): void {
  const longest = Math.min(leaseSeconds * 1000, offline.time)
  const bytes = concat(
    ...[time.clock.clock, time.boot, longest, offline.boots].map(number64),
    share.object.export(),
  )
  state.lease = bytes
  bytes.fill(0)
}

/** @returns the share and for how many milliseconds it counts still */
export function leaseIn(
  state: KeeperState,
  offline: OfflineLease | undefined,
  now: LeaseTime,
): { readonly share: SecretKey; readonly left: number } | LeaseRefusal {
  if (offline === undefined) return 'not-declared'
  const kept = state.lease
  if (kept?.length !== 8 * numbers + shareBytes) return 'none'
  const [since = 0, boot = 0, longest = 0, boots = 0] = numbersOf(kept)
  // The counter is the TPM's: a lower one than that of the lease is another TPM, or a store put together from two.
  if (now.boot < boot) return 'set-back'
  if (now.boot - boot > Math.min(boots, offline.boots)) return 'boots'
  // After a power cut the TPM's clock may be up to an hour behind; what that gives away, the count of starts bounds.
  const passed = Math.max(0, now.clock.clock - since)
  const left = Math.min(longest, offline.time) - passed
  if (left <= 0) return 'time'
  return { share: secretKey(kept.slice(8 * numbers)), left }
}

/** Destroys it: revoked, reported stolen, wiped. */
export function dropLease(state: KeeperState): void {
  state.lease = undefined
}

function numbersOf(bytes: Bytes): number[] {
  return Array.from({ length: numbers }, (_, at) => readNumber64(bytes.slice(8 * at, 8 * at + 8)))
}
