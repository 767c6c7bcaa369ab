import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import { canonicalJson, JsonError, parseJson, fromUtf8, utf8 } from '@pericard/base'
import {
  checkBundle,
  decode,
  type IdempotencyKey,
  formatIdempotencyKey,
  openSealed,
  sealedBundle,
  sealedBundleAad,
  SealingError,
} from '@pericard/protocol'
import { audit } from './audit.ts'
import { addEvents, type Context, deviceRecord, putDevice, readJson } from './context.ts'
import { FleetError } from './error.ts'
import { storedSecret, wrap } from './keys.ts'

interface Accepted {
  /** Under the device's key: a plain hash would let a reader of the disk confirm a guessed measurement. */
  readonly mac: string
  readonly count: number
}

/** Opens a sealed Bundle. @throws {FleetError} `FLEET_REQUEST_INVALID` */
export async function openBundle(
  context: Context,
  device: string,
  key: IdempotencyKey,
  text: string,
): Promise<string> {
  const decoded = decode(sealedBundle, text)
  if (!decoded.ok) throw new FleetError('FLEET_REQUEST_INVALID', decoded.problem)
  if (decoded.value.keyId !== context.ingest.keyId)
    throw new FleetError('FLEET_REQUEST_INVALID', 'Sealed to another ingest key')
  try {
    const opened = await openSealed(context.ingest.privateKey, decoded.value, sealedBundleAad(device, key))
    const plain = fromUtf8(opened)
    if (plain !== undefined) return plain
  } catch (error) {
    if (!(error instanceof SealingError)) throw error
  }
  throw new FleetError('FLEET_REQUEST_INVALID', 'The sealed Bundle does not open')
}

/**
 * Takes a Bundle: when this returns, each Observation is encrypted, audited and on disk. The same key with the same content
 * gets the same answer and is stored once.
 *
 * @throws {FleetError} `FLEET_REQUEST_INVALID`, `FLEET_CONFLICT`, `FLEET_STORE_FULL`
 */
export async function takeBundle(
  context: Context,
  id: string,
  key: IdempotencyKey,
  text: string,
): Promise<object> {
  const entries = entriesOf(text)
  const name = `${id}|${formatIdempotencyKey(key)}`
  const now = context.clock.now()
  const { accepted, added } = await context.store.transact(async (transaction) => {
    const device = await deviceRecord(transaction, id)
    // Asked in the step itself: a revocation may have come since the request was let in.
    if (device.status !== 'enrolled') throw new FleetError('FLEET_REFUSED', `The device is ${device.status}`)
    const bytes = await storedSecret(transaction, context.master, `phi:${id}`, () => randomBytes(32))
    const mac = createHmac('sha256', bytes).update(canonicalJson(entries)).digest('base64url')
    const before = await transaction.get('ingest', name)
    if (before !== undefined) {
      const known = readJson<Accepted>(before)
      if (known.mac === mac) return { accepted: known, added: [] }
      throw new FleetError('FLEET_CONFLICT', 'This idempotency key was used for another Bundle')
    }
    const phi = createSecretKey(bytes)
    for (const [index, resource] of entries.entries()) {
      const row = `${name}|${index}`
      await transaction.put('observations', row, wrap(phi, row, utf8(canonicalJson(resource))))
    }
    const fresh: Accepted = { mac, count: entries.length }
    await transaction.put('ingest', name, utf8(JSON.stringify(fresh)))
    await audit(transaction, {
      at: now,
      who: id,
      what: 'observations',
      about: `${formatIdempotencyKey(key)} ${entries.length}`,
    })
    const detail = `${entries.length} observations, message ${formatIdempotencyKey(key)}`
    const event = await addEvents(transaction, device, now, [{ kind: 'observations', detail }])
    await putDevice(transaction, {
      ...event.device,
      lastSeen: now,
      observations: device.observations + entries.length,
    })
    return { accepted: fresh, added: event.added }
  })
  for (const event of added) context.hub.emit('event', event)
  const entry = Array.from({ length: accepted.count }, () => ({ response: { status: '201 Created' } }))
  return { resourceType: 'Bundle', type: 'transaction-response', entry }
}

function entriesOf(text: string): readonly unknown[] {
  let json: unknown
  try {
    json = parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) throw new FleetError('FLEET_REQUEST_INVALID', error.message)
    throw error
  }
  const issues = checkBundle(json)
  if (issues.length > 0) {
    const told = issues.slice(0, 5).map(({ path, wanted }) => `${path}: wanted ${wanted}`)
    throw new FleetError('FLEET_REQUEST_INVALID', told.join('; '))
  }
  return (json as { entry: readonly { resource: unknown }[] }).entry.map(({ resource }) => resource)
}
