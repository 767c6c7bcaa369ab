/** When the vault is open: for as long as the fleet's word counts, and not longer. */
import type { Clock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import {
  type FrameStore,
  replacePiece,
  type SecretKey,
  type Shares,
  unlockWith,
  type UnlockPolicy,
  VaultError,
} from '@pericard/vault'
import { type FleetCalls, FleetUnreachable } from './fleet-calls.ts'
import { dropLease, keepLease, leaseIn, type LeaseTime } from './lease.ts'
import type { LocalSecrets } from './local-secrets.ts'
import type { OpenVault } from './open-vault.ts'
import { codeOf } from './records.ts'
import type { Say } from './say.ts'
import type { KeeperState } from './state.ts'
import { confirmShare, fleetShare, ShareRefused } from './unlock.ts'

/** Longest time between two questions to the fleet, in milliseconds: a device that was revoked locks at the next one. */
const askEveryMost = 6 * 3_600_000
/** Waits between two tries, in milliseconds. */
const retryFirst = 500
const retryLast = 30_000

export interface UnlockingOptions {
  readonly file: DeviceFile
  readonly device: string
  readonly store: FrameStore
  readonly state: KeeperState
  readonly local: LocalSecrets
  readonly fleet: FleetCalls
  readonly say: Say
  /** Milliseconds that only ever go forward. */
  readonly uptime: Clock
  readonly open: (unlockKey: SecretKey) => Promise<OpenVault>
  /** Before the vault is let go. */
  readonly closing: (vault: OpenVault) => void
}

/** Unlocks the vault with the fleet's share, or with one that it left, and locks it when neither counts any more. */
export class Unlocking {
  readonly #options: UnlockingOptions
  readonly #policy: UnlockPolicy
  readonly #fleetKeys: readonly string[]
  #open: OpenVault | undefined
  /** By the uptime. */
  #end = Infinity
  #pause = retryFirst
  #trouble: string | undefined

  constructor(options: UnlockingOptions) {
    this.#options = options
    const { keys, vault } = options.file
    const { unlock, threshold } = vault
    this.#policy = { shares: unlock, ...(threshold === undefined ? {} : { threshold }) }
    this.#fleetKeys = unlock.filter((id) => keys.find((key) => key.id === id)?.storedBy === 'fleet')
  }

  /** Error code of the last try that failed; undefined where there was none since it was open. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  /** The vault, while it is open. */
  get open(): OpenVault | undefined {
    if (this.#open !== undefined && this.#options.uptime.now() >= this.#end) this.#lock('the lease ended')
    return this.#open
  }

  /** Asks the fleet. Never throws. @returns after how many milliseconds to ask again */
  async ask(): Promise<number> {
    try {
      const next = await this.#ask()
      this.#pause = retryFirst
      return next
    } catch (error) {
      const { say, state } = this.#options
      this.#trouble = troubleOf(error)
      say.status('waiting', `unlocking: ${error instanceof Error ? error.message : 'failed'}`)
      if (error instanceof ShareRefused) {
        // Revoked or reported stolen: locked at once, and nothing is left to open it with. Therapy does not depend on it.
        dropLease(state)
        this.#lock(error.message)
      } else await this.#openOffline()
      const pause = this.#pause
      this.#pause = Math.min(pause * 2, retryLast)
      return pause
    }
  }

  async #ask(): Promise<number> {
    const { device, state, fleet, local, say } = this.#options
    if (this.#localSuffice()) {
      await this.#opened(undefined, 'by the device alone')
      return askEveryMost
    }
    const hardware = local.hardware?.tpm
    const { share, next, leaseSeconds } = await fleetShare(device, state, fleet, { hardware })
    const opened = await this.#openWith(next === undefined ? [share] : [share, next], leaseSeconds)
    say.log({ level: 'info', event: 'share-released', detail: `lease ${leaseSeconds} s` })
    this.#end = this.#options.uptime.now() + leaseSeconds * 1000
    if (next !== undefined) await this.#turnTo(next, opened)
    await this.#keep(next ?? share, leaseSeconds).catch((error: unknown) =>
      say.status('waiting', `lease: ${error instanceof Error ? error.message : 'failed'}`),
    )
    return Math.min((leaseSeconds * 1000) / 2, askEveryMost)
  }

  /** A crash while a share was replaced leaves the vault under one or the other. @returns the share that counts */
  async #openWith(candidates: readonly SecretKey[], leaseSeconds: number): Promise<SecretKey | undefined> {
    const [share, next] = candidates
    try {
      await this.#opened(share, `lease ${leaseSeconds} s`)
      return share
    } catch (error) {
      const refused = error instanceof VaultError && error.code === 'VAULT_UNLOCK_REFUSED'
      if (next === undefined || !refused) throw error
      await this.#opened(next, `lease ${leaseSeconds} s`)
      return next
    }
  }

  /** Puts the next share in the place of the one before, then has the fleet destroy that. */
  async #turnTo(next: SecretKey, before: SecretKey | undefined): Promise<void> {
    const { store, device, state, fleet, say } = this.#options
    if (this.#policy.threshold !== undefined && before !== undefined)
      for (const name of this.#fleetKeys) replacePiece(store, name, { before, after: next })
    else await this.#open?.moveTo(await unlockWith(store, this.#policy, this.#sharesWith(next)))
    await confirmShare(device, state, fleet, next)
    say.security('fleet-share-rotated', 'the one before is destroyed')
  }

  /** The fleet's share as the erase root: another one takes its place, and this one dies at the fleet. */
  async turnShare(move: (unlockKey: SecretKey) => void): Promise<void> {
    const { store, device, state, fleet, local, say } = this.#options
    const hardware = local.hardware?.tpm
    const { next, leaseSeconds } = await fleetShare(device, state, fleet, { hardware, rotate: true })
    if (next === undefined) throw new FleetUnreachable('the fleet gave no other share')
    move(await unlockWith(store, this.#policy, this.#sharesWith(next)))
    await confirmShare(device, state, fleet, next)
    await this.#keep(next, leaseSeconds)
    say.security('fleet-share-rotated', 'the one before is destroyed')
  }

  #sharesWith(share: SecretKey | undefined): Shares {
    const fleet = share === undefined ? [] : this.#fleetKeys.map((id): [string, SecretKey] => [id, share])
    return new Map([...this.#options.local.shares, ...fleet])
  }

  /** A policy of k of n that the device meets by itself; making its pieces needs every share. */
  #localSuffice(): boolean {
    const { store, local } = this.#options
    if (this.#fleetKeys.length === 0) return true
    const { threshold, shares } = this.#policy
    const held = shares.filter((id) => local.shares.has(id)).length
    return threshold !== undefined && held >= threshold && store.meta('store') !== undefined
  }

  async #openOffline(): Promise<void> {
    if (this.#open !== undefined) return
    const { state, file, say, uptime } = this.#options
    try {
      const time = await this.#time()
      const lease = time === undefined ? 'none' : leaseIn(state, file.vault.offline, time)
      if (typeof lease === 'string') {
        if (lease !== 'not-declared' && lease !== 'none') say.status('lease-refused', lease)
        return
      }
      await this.#opened(lease.share, `offline, ${Math.floor(lease.left / 1000)} s left`)
      this.#end = uptime.now() + lease.left
    } catch (error) {
      say.status('waiting', `lease: ${error instanceof Error ? error.message : 'failed'}`)
    }
  }

  async #opened(share: SecretKey | undefined, how: string): Promise<void> {
    if (this.#open !== undefined) return
    const { store, say, open } = this.#options
    this.#trouble = undefined
    this.#open = await open(await unlockWith(store, this.#policy, this.#sharesWith(share)))
    this.#end = Infinity
    say.log({ level: 'security', event: 'vault-unlocked', detail: how })
    say.status('unlocked', how)
  }

  async #keep(share: SecretKey, leaseSeconds: number): Promise<void> {
    const { state, file } = this.#options
    const { offline } = file.vault
    const time = offline === undefined ? undefined : await this.#time()
    if (offline === undefined || time === undefined) dropLease(state)
    else keepLease(state, share, { leaseSeconds, offline, time })
  }

  /** Undefined without a TPM: nothing else counts time that nobody sets back. */
  async #time(): Promise<LeaseTime | undefined> {
    const { local, state } = this.#options
    const clock = await local.hardware?.tpm.clock()
    return clock === undefined ? undefined : { clock, boot: state.counter('boot-epoch') }
  }

  #lock(why: string): void {
    if (this.#open === undefined) return
    const { say, closing } = this.#options
    closing(this.#open)
    this.#open = undefined
    say.log({ level: 'security', event: 'vault-locked', detail: why })
    say.status('locked', why)
  }
}

function troubleOf(error: unknown): string {
  if (error instanceof ShareRefused) return 'SHARE_REFUSED'
  return error instanceof FleetUnreachable ? 'FLEET_UNREACHABLE' : codeOf(error)
}
