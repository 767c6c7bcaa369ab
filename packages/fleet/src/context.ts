import { EventEmitter } from 'node:events'
import type { KeyObject } from 'node:crypto'
import { type Clock, fromUtf8, utf8 } from '@pericard/base'
import type { DeviceEvent, DeviceSummary } from '@pericard/protocol'
import type { Authority } from './authority.ts'
import type { SoftwareRecord } from './device-software.ts'
import { FleetError } from './error.ts'
import type { Store, Transaction } from './ports/store.ts'

/** What every part of the server works with. */
export interface Context {
  readonly store: Store
  readonly master: KeyObject
  readonly authority: Authority
  readonly clock: Clock
  /** Raw X25519 pair that devices seal Bundles to. */
  readonly ingest: { readonly keyId: string; readonly publicKey: Uint8Array; readonly privateKey: Uint8Array }
  /** `event` with each DeviceEvent, `cut` with the id of a device whose connections have to end. */
  readonly hub: EventEmitter
}

/** What the fleet keeps of a device; no patient data. */
export interface DeviceRecord {
  readonly id: string
  readonly status: DeviceSummary['status']
  /** Of the one-time enrolment code, until it is used, burned or too old. */
  readonly code?: { readonly hash: string; readonly expires: number; readonly wrong: number }
  /** Serial numbers of its certificate, and of the one that takes its place with the first use. */
  readonly certificate?: { readonly serial: string; readonly next?: string }
  /** Raw Ed25519, base64url. */
  readonly unlockKey?: string
  readonly bootEpoch: number
  /** Of the last start that asked for the share. */
  readonly bootId?: string
  /** PCRs that its file wants quoted before the share is released; undefined without a TPM. */
  readonly pcrs?: readonly number[]
  /** The TPM that proved itself. */
  readonly tpm?: TpmRecord
  /** How long its vault opens without us, in seconds, as its file declares; undefined for the ordinary lease. */
  readonly leaseSeconds?: number
  /** Another share is made with the next release. */
  readonly rotateShare?: true
  /** The release that the SOUP watch counts it under. */
  readonly release?: string
  /** Times of the last refusals that became events. */
  readonly refusals?: readonly number[]
  /** Why it may have a copy, until an operator has looked: no share meanwhile. */
  readonly suspected?: string
  /** Times of the last key-share releases. */
  readonly shares: readonly number[]
  readonly lastSeen?: number
  /** What its updater said. */
  readonly software?: SoftwareRecord
  readonly observations: number
  readonly events: number
  /** Of the evidence that the fleet holds. */
  readonly evidenceSha256?: string
}

/** What the fleet knows of a device's TPM. */
export interface TpmRecord {
  /** TPMT_PUBLIC, base64url. */
  readonly endorsement: string
  readonly attestation: string
  /** Digest of the PCRs that were quoted first, base64url: what is released to. */
  readonly pcrDigest?: string
  /** Of the last quote; neither ever goes back on one TPM. */
  readonly resetCount?: number
  readonly clock?: number
}

/** Reads a device's record. @throws {FleetError} `FLEET_NOT_FOUND` */
export async function deviceRecord(transaction: Transaction, id: string): Promise<DeviceRecord> {
  const value = await transaction.get('devices', id)
  if (value === undefined) throw new FleetError('FLEET_NOT_FOUND', 'There is no such device')
  return readJson<DeviceRecord>(value)
}

export async function putDevice(transaction: Transaction, device: DeviceRecord): Promise<void> {
  await transaction.put('devices', device.id, utf8(JSON.stringify(device)))
}

/** Reads what this server wrote itself. */
export function readJson<T>(value: Uint8Array): T {
  return JSON.parse(fromUtf8(value) ?? '') as T
}

/** Numbers an event, keeps it, and tells who listens once the step is done. */
export async function addEvents(
  transaction: Transaction,
  device: DeviceRecord,
  at: number,
  events: readonly { readonly kind: string; readonly detail: string }[],
): Promise<{ device: DeviceRecord; added: readonly DeviceEvent[] }> {
  const added = events.map(({ kind, detail }, index) => ({
    device: device.id,
    sequence: device.events + index + 1,
    at,
    kind,
    detail,
  }))
  for (const event of added) {
    const key = `${device.id}|${String(event.sequence).padStart(12, '0')}`
    await transaction.put('events', key, utf8(JSON.stringify(event)))
  }
  return { device: { ...device, events: device.events + added.length }, added }
}
