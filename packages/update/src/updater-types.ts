import type { Clock } from '@pericard/base'
import type { MonotonicCounter, SecretKey } from '@pericard/vault'
import type { Uptime } from './grant.ts'
import type { DeviceHooks } from './ports/device.ts'
import type { Slots } from './ports/slots.ts'
import type { Way } from './ports/source.ts'
import type { StateStore } from './ports/store.ts'
import type { Release } from './release.ts'

export interface UpdaterOptions {
  readonly deviceId: string
  readonly components: Readonly<Record<string, { readonly slots: Slots; readonly ways: readonly Way[] }>>
  readonly store: StateStore
  /** Cannot be set back by a copy of the medium: a TPM's NV counter. */
  readonly counter: MonotonicCounter
  /** Key of this device for its state; with a TPM, sealed in it. */
  readonly key: SecretKey
  readonly hooks: DeviceHooks
  readonly uptime: Uptime
  /** Only a clock that someone vouches for. Without one, no date of this device's own is believed. */
  readonly clock?: Clock
  /** Folder for temporary files. */
  readonly folder: string
}

/** A release that this device may take, fully verified. */
export interface Offer {
  readonly release: Release
  readonly imagePath: string
  readonly freshness: Freshness
}

/** How old an answer of the repository may be. Without a clock its age is unknown, and is said to be. */
export interface Freshness {
  readonly proven: boolean
  /** When the newest timestamp was signed, ISO 8601. */
  readonly signedAt: string
}

export type ApplyOutcome =
  | { readonly outcome: 'up-to-date'; readonly number: number; readonly freshness: Freshness }
  | { readonly outcome: 'waiting'; readonly before: 'write' | 'switch'; readonly number: number }
  | { readonly outcome: 'restart'; readonly slot: 'a' | 'b'; readonly number: number }

export type BootOutcome =
  | { readonly outcome: 'nothing' }
  | { readonly outcome: 'kept'; readonly component: string; readonly number: number }
  | { readonly outcome: 'returned'; readonly component: string; readonly number: number }
  /** Not healthy: start the machine again, and the boot loader goes on counting. */
  | { readonly outcome: 'unhealthy'; readonly component: string; readonly startsLeft: number }
