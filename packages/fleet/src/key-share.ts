/** The fleet's share of a device's vault key: to whom it is released, and what is said when it is not. */
import { createHash, randomBytes } from 'node:crypto'
import { utf8 } from '@pericard/base'
import {
  fromBase64url,
  keyShareAad,
  type KeyShareRequest,
  keyShareStatement,
  sealTo,
  toBase64url,
} from '@pericard/protocol'
import { TpmError, type VerifiedQuote, verifyQuote } from '@pericard/tpm'
import { audit } from './audit.ts'
import { addEvents, type Context, type DeviceRecord, deviceRecord, putDevice, readJson } from './context.ts'
import { FleetError } from './error.ts'
import { shareOf, signedBy } from './share-rotation.ts'
import type { Transaction } from './ports/store.ts'

const hour = 60 * 60 * 1000
const ordinaryLeaseSeconds = 24 * 60 * 60
/** Releases in an hour; a device asks twice a day. */
const sharesPerHourMax = 30
/** Refusals in an hour that become events; the rest is only counted, or a device could fill the fleet's disk. */
const refusalsPerHourMax = 30
const challengeLife = 60_000

/** Why a share was not released; the word stands in the event and in the audit log. */
export type ShareRefusal =
  | 'another-device'
  | 'not-enrolled'
  | 'suspected'
  | 'foreign-unlock-key'
  | 'nonce-used'
  | 'challenge-unknown'
  | 'boot-counter-back'
  | 'copy-suspected'
  | 'tpm-unknown'
  | 'quote-missing'
  | 'quote-refused'
  | 'pcrs-differ'
  | 'rate-limited'

class Refused extends Error {
  readonly reason: ShareRefusal
  constructor(reason: ShareRefusal, message: string) {
    super(message)
    this.reason = reason
  }
}

/** What the next request of a device with a TPM has to answer. One at a time: the last one counts. */
export async function challengeShare(context: Context, id: string): Promise<{ nonce: string }> {
  const nonce = toBase64url(randomBytes(16))
  const kept = { nonce, expires: context.clock.now() + challengeLife }
  await context.store.transact((transaction) => transaction.put('challenges', id, utf8(JSON.stringify(kept))))
  return { nonce }
}

/** Registers the unlock key, once. @throws {FleetError} `FLEET_CONFLICT` */
export async function registerUnlockKey(context: Context, id: string, publicKey: Uint8Array): Promise<void> {
  const unlockKey = toBase64url(publicKey)
  await context.store.transact(async (transaction) => {
    const device = await deviceRecord(transaction, id)
    if (device.unlockKey === unlockKey) return
    if (device.unlockKey !== undefined)
      throw new FleetError('FLEET_CONFLICT', 'Another unlock key is registered')
    await putDevice(transaction, { ...device, unlockKey })
    await audit(transaction, { at: context.clock.now(), who: id, what: 'unlock-key', about: id })
  })
}

/**
 * Releases the fleet's share of a device's vault key. Every refusal is audited and an event of the device.
 *
 * @throws {FleetError} `FLEET_REQUEST_INVALID`, `FLEET_REFUSED`, `FLEET_RATE_LIMITED`
 */
export async function releaseShare(context: Context, id: string, request: KeyShareRequest): Promise<object> {
  const recipient = fromBase64url(request.hpkePublicKey)
  if (recipient?.length !== 32 || fromBase64url(request.nonce)?.length !== 16)
    throw new FleetError('FLEET_REQUEST_INVALID', 'hpkePublicKey or nonce has not the wanted length')
  try {
    const { share, leaseSeconds } = await context.store.transact((transaction) =>
      judged(context, transaction, id, request),
    )
    const sealed = await sealTo(recipient, share, keyShareAad(id, request.nonce))
    return { v: 1, leaseSeconds, enc: toBase64url(sealed.enc), ct: toBase64url(sealed.ct) }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    await report(context, id, error.reason)
    throw new FleetError(
      error.reason === 'rate-limited' ? 'FLEET_RATE_LIMITED' : 'FLEET_REFUSED',
      error.message,
    )
  }
}

async function judged(
  context: Context,
  transaction: Transaction,
  id: string,
  request: KeyShareRequest,
): Promise<{ share: Uint8Array; leaseSeconds: number }> {
  const now = context.clock.now()
  const device = await deviceRecord(transaction, id)
  const { bootEpoch, bootId } = request
  if (request.device !== id) throw new Refused('another-device', 'The request names another device')
  if (device.status !== 'enrolled') throw new Refused('not-enrolled', `The device is ${device.status}`)
  if (device.suspected !== undefined)
    throw new Refused('suspected', 'The device may have a copy; an operator has to look first')
  if (!signedBy(device.unlockKey, keyShareStatement(request), request.signature))
    throw new Refused('foreign-unlock-key', 'The signature is not by the unlock key')
  await spendNonce(transaction, device, request, now)
  if (bootEpoch < device.bootEpoch) throw new Refused('boot-counter-back', 'The boot epoch went backwards')
  if (bootEpoch === device.bootEpoch && device.bootId !== undefined && bootId !== device.bootId)
    throw new Refused('copy-suspected', 'Two starts have the same number: there is a copy of this device')
  const tpm = device.pcrs === undefined ? {} : { tpm: attested(device, device.pcrs, request) }
  const recent = device.shares.filter((at) => at > now - hour)
  if (recent.length >= sharesPerHourMax) throw new Refused('rate-limited', 'Too many key-share requests')
  await putDevice(transaction, { ...device, ...tpm, bootEpoch, bootId, shares: [...recent, now] })
  await audit(transaction, { at: now, who: id, what: 'key-share', about: `boot ${bootEpoch}` })
  const rotating = device.rotateShare ?? request.rotate ?? false
  return {
    share: await shareOf(transaction, context.master, id, rotating),
    leaseSeconds: device.leaseSeconds ?? ordinaryLeaseSeconds,
  }
}

/** An answer recorded earlier passes no second time (replay). With a TPM only the fleet's own challenge counts. */
async function spendNonce(
  transaction: Transaction,
  { id, pcrs }: DeviceRecord,
  { nonce }: KeyShareRequest,
  now: number,
): Promise<void> {
  if (pcrs === undefined) {
    const key = `${id}|${nonce}`
    if ((await transaction.get('nonces', key)) !== undefined)
      throw new Refused('nonce-used', 'The nonce was used before')
    await transaction.put('nonces', key, new Uint8Array())
    return
  }
  const value = await transaction.get('challenges', id)
  const kept = value === undefined ? undefined : readJson<{ nonce: string; expires: number }>(value)
  if (kept?.nonce !== nonce || now > kept.expires)
    throw new Refused('challenge-unknown', 'The nonce is not the challenge of a minute ago')
  await transaction.delete('challenges', id)
}

/** Believes a quote of the device's own TPM over this very request, on the software that was pinned. */
function attested(
  { tpm }: DeviceRecord,
  pcrs: readonly number[],
  request: KeyShareRequest,
): NonNullable<DeviceRecord['tpm']> {
  if (tpm === undefined) throw new Refused('tpm-unknown', 'No TPM has proven itself for this device')
  if (request.quote === undefined) throw new Refused('quote-missing', 'The request has no quote')
  const { clock, pcrDigest, resetCount } = quoteOf(request, request.quote, tpm.attestation, pcrs)
  const digest = toBase64url(pcrDigest)
  if (tpm.pcrDigest !== undefined && tpm.pcrDigest !== digest)
    throw new Refused(
      'pcrs-differ',
      'The device runs other software than before; an operator has to accept it',
    )
  // On one TPM neither goes back: a state that was copied earlier, or one of two that run (cloned TPM).
  const [starts, time] = [tpm.resetCount ?? 0, tpm.clock ?? 0]
  if (resetCount < starts || (resetCount === starts && clock < time))
    throw new Refused(
      'copy-suspected',
      'The clock of the TPM went backwards: its state was copied or set back',
    )
  return { ...tpm, pcrDigest: digest, resetCount, clock }
}

function quoteOf(
  request: KeyShareRequest,
  quote: NonNullable<KeyShareRequest['quote']>,
  attestation: string,
  pcrs: readonly number[],
): VerifiedQuote {
  try {
    return verifyQuote({
      attest: fromBase64url(quote.attest) ?? new Uint8Array(),
      signature: fromBase64url(quote.signature) ?? new Uint8Array(),
      publicArea: fromBase64url(attestation) ?? new Uint8Array(),
      qualifying: createHash('sha256').update(keyShareStatement(request)).digest(),
      pcrs,
    })
  } catch (error) {
    if (error instanceof TpmError) throw new Refused('quote-refused', error.message)
    throw error
  }
}

/** Keeps a refusal where operators see it, in a step of its own: what it refused was undone. */
async function report(context: Context, id: string, reason: ShareRefusal): Promise<void> {
  const now = context.clock.now()
  const added = await context.store.transact(async (transaction) => {
    const device = await deviceRecord(transaction, id)
    const recent = (device.refusals ?? []).filter((at) => at > now - hour)
    if (recent.length >= refusalsPerHourMax) return []
    await audit(transaction, { at: now, who: id, what: 'key-share-refused', about: reason })
    const events = [{ kind: 'key-share-refused', detail: reason }]
    const result = await addEvents(transaction, device, now, events)
    const suspected =
      reason === 'copy-suspected' || reason === 'boot-counter-back' ? { suspected: reason } : {}
    await putDevice(transaction, { ...result.device, ...suspected, refusals: [...recent, now] })
    return result.added
  })
  for (const event of added) context.hub.emit('event', event)
}
