/** A device's life in the fleet: registered, enrolled, unlocked, revoked. */
import { createPublicKey, randomBytes, timingSafeEqual, verify } from 'node:crypto'
import { fromUtf8, utf8 } from '@pericard/base'
import { parseDeviceFile } from '@pericard/model'
import {
  type EventReport,
  fromBase64url,
  keyShareAad,
  type KeyShareRequest,
  keyShareStatement,
  type RegisterRequest,
  sealTo,
  toBase64url,
} from '@pericard/protocol'
import { readSbom } from '@pericard/soup'
import { audit } from './audit.ts'
import { certsOnly } from './authority.ts'
import { addEvents, type Context, type DeviceRecord, deviceRecord, putDevice } from './context.ts'
import { FleetError } from './error.ts'
import { sha256, storedSecret } from './keys.ts'
import { putRegistration } from './registration.ts'

const hour = 60 * 60 * 1000
const codeLife = 24 * hour
const wrongCodesMax = 5
const leaseSeconds = 24 * 60 * 60
const sharesPerHourMax = 30
/** ub-common-name of X.520: a longer name would be cut by some parsers and name another device. */
const idCharactersMax = 64

/** Registers a device from its file. @throws {FleetError} `FLEET_REQUEST_INVALID`, `FLEET_CONFLICT` */
export async function registerDevice(
  context: Context,
  request: RegisterRequest,
): Promise<{ id: string; code: string }> {
  const includes = new Map(Object.entries(request.includes))
  const parsed = parseDeviceFile(request.deviceFile, { readInclude: (path) => includes.get(path) })
  if (!parsed.ok) {
    const [first] = parsed.issues
    const where = first === undefined ? '' : `line ${first.position.line}: ${first.message}`
    throw new FleetError(
      'FLEET_REQUEST_INVALID',
      `The device file has ${parsed.issues.length} issues; first ${where}`,
    )
  }
  for (const [name, text] of Object.entries(request.sboms)) {
    if (!readSbom(utf8(text)).ok)
      throw new FleetError('FLEET_REQUEST_INVALID', `The SBOM "${name}" cannot be read`)
  }
  const id = `${parsed.file.device.id}:${request.serial}`
  if (id.length > idCharactersMax || !/^[A-Za-z0-9._:-]+$/.test(id)) {
    throw new FleetError(
      'FLEET_REQUEST_INVALID',
      `A device's name in the fleet has at most ${idCharactersMax} of A-Z a-z 0-9 . _ : -`,
    )
  }
  const code = toBase64url(randomBytes(18))
  const now = context.clock.now()
  await context.store.transact(async (transaction) => {
    if ((await transaction.get('devices', id)) !== undefined)
      throw new FleetError('FLEET_CONFLICT', `${id} is registered already`)
    const hidden = { hash: sha256(code), expires: now + codeLife, wrong: 0 }
    const counters = { bootEpoch: 0, shares: [], observations: 0, events: 0 }
    await putDevice(transaction, { id, status: 'registered', code: hidden, ...counters })
    await putRegistration(transaction, id, request)
    await audit(transaction, { at: now, who: 'operator', what: 'register', about: id })
  })
  return { id, code }
}

/** EST simpleenroll: takes a one-time code and a PKCS#10 request. @throws {FleetError} */
export async function enrolDevice(
  context: Context,
  id: string,
  code: string,
  request: Uint8Array,
): Promise<string> {
  // The code first: nobody without one gets to the parser of certificate requests (CWE-306). It is spent only once the
  // request proved sound, so that a broken request does not cost the device its only code.
  await tryCode(context, id, code, undefined)
  const certificate = await context.authority.certifyDevice(request, id)
  await tryCode(context, id, code, certificate.serialNumber)
  return certsOnly([certificate])
}

/**
 * Checks a one-time code, and spends it where `spendFor` names the certificate. A wrong one is counted and audited.
 *
 * @throws {FleetError} `FLEET_REFUSED`, one answer for every reason: it tells nobody which devices exist.
 */
async function tryCode(
  context: Context,
  id: string,
  code: string,
  spendFor: string | undefined,
): Promise<void> {
  const now = context.clock.now()
  const taken = await context.store.transact(async (transaction) => {
    if ((await transaction.get('devices', id)) === undefined) return false
    const device = await deviceRecord(transaction, id)
    const { code: kept, ...rest } = device
    if (kept === undefined || now > kept.expires || device.status !== 'registered') return false
    if (!timingSafeEqual(Buffer.from(kept.hash), Buffer.from(sha256(code)))) {
      const wrong = kept.wrong + 1
      await putDevice(transaction, wrong >= wrongCodesMax ? rest : { ...rest, code: { ...kept, wrong } })
      const about = `wrong code ${wrong} of ${wrongCodesMax}`
      await audit(transaction, { at: now, who: id, what: 'enrol-refused', about })
      return false
    }
    if (spendFor === undefined) return true
    await putDevice(transaction, { ...rest, status: 'enrolled' })
    await audit(transaction, { at: now, who: id, what: 'enrol', about: spendFor })
    return true
  })
  if (!taken)
    throw new FleetError('FLEET_REFUSED', 'The device or its one-time code is not known, used, or too old')
}

/** Revokes a device: no key share, no request, and its live connections end. */
export async function revokeDevice(
  context: Context,
  id: string,
  status: 'revoked' | 'stolen',
): Promise<void> {
  await context.store.transact(async (transaction) => {
    const { code: _, ...device } = await deviceRecord(transaction, id)
    // A stolen device stays stolen: its share is gone, and the record has to say why.
    await putDevice(transaction, { ...device, status: device.status === 'stolen' ? 'stolen' : status })
    if (status === 'stolen') await transaction.delete('keys', `share:${id}`)
    await audit(transaction, { at: context.clock.now(), who: 'operator', what: status, about: id })
  })
  context.hub.emit('cut', id)
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

/** Releases the fleet's share of a device's vault key. @throws {FleetError} */
export async function releaseShare(context: Context, id: string, request: KeyShareRequest): Promise<object> {
  const now = context.clock.now()
  const recipient = fromBase64url(request.hpkePublicKey)
  if (recipient?.length !== 32 || fromBase64url(request.nonce)?.length !== 16)
    throw new FleetError('FLEET_REQUEST_INVALID', 'hpkePublicKey or nonce has not the wanted length')
  const share = await context.store.transact(async (transaction) => {
    const device = await deviceRecord(transaction, id)
    if (request.device !== id) throw new FleetError('FLEET_REFUSED', 'The request names another device')
    if (device.status !== 'enrolled') throw new FleetError('FLEET_REFUSED', `The device is ${device.status}`)
    if (!signedBy(device.unlockKey, request))
      throw new FleetError('FLEET_REFUSED', 'The signature is not by the unlock key')
    if (request.bootEpoch < device.bootEpoch)
      throw new FleetError('FLEET_REFUSED', 'The boot epoch went backwards')
    if ((await transaction.get('nonces', `${id}|${request.nonce}`)) !== undefined)
      throw new FleetError('FLEET_REFUSED', 'The nonce was used before')
    const recent = device.shares.filter((at) => at > now - hour)
    if (recent.length >= sharesPerHourMax)
      throw new FleetError('FLEET_RATE_LIMITED', 'Too many key-share requests')
    await transaction.put('nonces', `${id}|${request.nonce}`, new Uint8Array())
    await putDevice(transaction, { ...device, bootEpoch: request.bootEpoch, shares: [...recent, now] })
    await audit(transaction, { at: now, who: id, what: 'key-share', about: `boot ${request.bootEpoch}` })
    return storedSecret(transaction, context.master, `share:${id}`, () => randomBytes(32))
  })
  const sealed = await sealTo(recipient, share, keyShareAad(id, request.nonce))
  return { v: 1, leaseSeconds, enc: toBase64url(sealed.enc), ct: toBase64url(sealed.ct) }
}

/** Keeps what a device reports. */
export async function reportEvents(context: Context, id: string, report: EventReport): Promise<void> {
  const added = await context.store.transact(async (transaction) => {
    const result = await addEvents(
      transaction,
      await deviceRecord(transaction, id),
      context.clock.now(),
      report.events,
    )
    await putDevice(transaction, result.device)
    return result.added
  })
  for (const event of added) context.hub.emit('event', event)
}

/** The record of a device that may speak: enrolled. @throws {FleetError} `FLEET_REFUSED` */
export async function admitDevice(context: Context, id: string): Promise<DeviceRecord> {
  return context.store.transact(async (transaction) => {
    const device = await deviceRecord(transaction, id)
    if (device.status !== 'enrolled') throw new FleetError('FLEET_REFUSED', `The device is ${device.status}`)
    return device
  })
}

function signedBy(unlockKey: string | undefined, request: KeyShareRequest): boolean {
  const signature = fromBase64url(request.signature)
  if (unlockKey === undefined || signature?.length !== 64) return false
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: unlockKey }, format: 'jwk' })
  const { signature: _, ...rest } = request
  return verify(null, keyShareStatement(rest), key, signature)
}

/** Splits HTTP Basic credentials at the last colon: a device's name holds one itself. */
export function basicCredentials(header: string | undefined): { id: string; code: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]{1,400})$/.exec(header ?? '')?.[1]
  const text = encoded === undefined ? undefined : fromUtf8(Buffer.from(encoded, 'base64'))
  const at = text?.lastIndexOf(':') ?? -1
  return text === undefined || at < 1 ? undefined : { id: text.slice(0, at), code: text.slice(at + 1) }
}
