/** A device's life in the fleet: registered, enrolled, unlocked, revoked. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { fromUtf8, utf8 } from '@pericard/base'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import { type EventReport, type RegisterRequest, toBase64url } from '@pericard/protocol'
import { readSbom } from '@pericard/soup'
import { audit } from './audit.ts'
import { certsOnly } from './authority.ts'
import { addEvents, type Context, type DeviceRecord, deviceRecord, putDevice } from './context.ts'
import { softwareAfter } from './device-software.ts'
import { FleetError } from './error.ts'
import { sha256 } from './keys.ts'
import { putRegistration } from './registration.ts'
import { classFileText } from './soup/class-files.ts'
import { joinRelease, leaveRelease, type Running, runningSbom, withWatch } from './soup/keeping.ts'
import { nextShareName, shareName } from './share-rotation.ts'

const hour = 60 * 60 * 1000
const codeLife = 24 * hour
const wrongCodesMax = 5
const leaseSecondsMin = 60
const leaseSecondsMax = 30 * 24 * 3600
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
  await withWatch(context, async (transaction, watch) => {
    if ((await transaction.get('devices', id)) !== undefined)
      throw new FleetError('FLEET_CONFLICT', `${id} is registered already`)
    const hidden = { hash: sha256(code), expires: now + codeLife, wrong: 0 }
    const counters = { bootEpoch: 0, shares: [], observations: 0, events: 0 }
    const pcrs = quotedPcrs(parsed.file)
    const tpm = pcrs === undefined ? {} : { pcrs }
    const lease = leaseOf(parsed.file)
    const release = await joinRelease(transaction, watch, {
      device: id,
      running: runningOf(parsed.file, request),
      at: now,
    })
    const rest = { ...counters, ...tpm, ...lease, release: release.id }
    await putDevice(transaction, { id, status: 'registered', code: hidden, ...rest })
    await putRegistration(transaction, id, request)
    await audit(transaction, { at: now, who: 'operator', what: 'register', about: id })
  })
  return { id, code }
}

/** The PCRs to be quoted where a share of the vault's key lies in a TPM. */
function quotedPcrs({ vault, keys }: DeviceFile): readonly number[] | undefined {
  const inTpm = vault.unlock.some((id) => keys.find((key) => key.id === id)?.storedBy === 'tpm')
  return inTpm ? (vault.pcrs ?? []) : undefined
}

/** What the SOUP watch keeps of a device: the device itself is a product that its maker publishes advisories about. */
function runningOf({ device }: DeviceFile, request: RegisterRequest): Running {
  const { id: model, name, manufacturer: maker, version } = device
  const sboms = Object.values(request.sboms).map(runningSbom)
  return { model, version, name, maker, sboms, file: classFileText(request) }
}

/** Bounded both ways: a file cannot ask for a lease that outlives a report of theft by months. */
function leaseOf({ vault }: DeviceFile): Pick<DeviceRecord, 'leaseSeconds'> {
  if (vault.offline === undefined) return {}
  const seconds = Math.floor(vault.offline.time / 1000)
  return { leaseSeconds: Math.min(Math.max(seconds, leaseSecondsMin), leaseSecondsMax) }
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
    await putDevice(transaction, { ...rest, status: 'enrolled', certificate: { serial: spendFor } })
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
  await withWatch(context, async (transaction, watch) => {
    const { code: _, ...device } = await deviceRecord(transaction, id)
    const at = context.clock.now()
    if (device.release !== undefined)
      await leaveRelease(transaction, watch, { device: id, release: device.release, at })
    // A stolen device stays stolen: its share is gone, and the record has to say why.
    await putDevice(transaction, { ...device, status: device.status === 'stolen' ? 'stolen' : status })
    if (status === 'stolen')
      for (const name of [shareName(id), nextShareName(id)]) await transaction.delete('keys', name)
    await audit(transaction, { at: context.clock.now(), who: 'operator', what: status, about: id })
  })
  context.hub.emit('cut', id)
}

/** Keeps what a device reports. */
export async function reportEvents(context: Context, id: string, report: EventReport): Promise<void> {
  const added = await context.store.transact(async (transaction) => {
    const at = context.clock.now()
    const result = await addEvents(transaction, await deviceRecord(transaction, id), at, report.events)
    const software = softwareAfter(result.device.software ?? {}, report.events, at)
    await putDevice(transaction, { ...result.device, software })
    return result.added
  })
  for (const event of added) context.hub.emit('event', event)
}

/** Splits HTTP Basic credentials at the last colon: a device's name holds one itself. */
export function basicCredentials(header: string | undefined): { id: string; code: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]{1,400})$/.exec(header ?? '')?.[1]
  const text = encoded === undefined ? undefined : fromUtf8(Buffer.from(encoded, 'base64'))
  const at = text?.lastIndexOf(':') ?? -1
  return text === undefined || at < 1 ? undefined : { id: text.slice(0, at), code: text.slice(at + 1) }
}
