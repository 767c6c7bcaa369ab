/** What probes proved about a device: one chain of signed lines under the key that was pinned first. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { utf8 } from '@pericard/base'
import { type EvidenceLine, fromBase64url, readEvidence } from '@pericard/protocol'
import { audit } from './audit.ts'
import { addEvents, type Context, deviceRecord, putDevice, readJson } from './context.ts'
import { FleetError } from './error.ts'
import { sha256 } from './keys.ts'
import type { Transaction } from './ports/store.ts'
import { parseRegistered, registration } from './registration.ts'

interface StoredEvidence {
  readonly publicKey: string
  readonly text: string
}

/** Takes a prover's whole evidence file. It has to continue what is held already. @throws {FleetError} */
export async function takeEvidence(
  context: Context,
  id: string,
  publicKey: string,
  text: string,
): Promise<void> {
  const key = evidenceKey(publicKey)
  const read = readEvidence(text, key)
  if (!read.ok) throw new FleetError('FLEET_REQUEST_INVALID', read.message)
  const now = context.clock.now()
  const added = await context.store.transact(async (transaction) => {
    const device = await deviceRecord(transaction, id)
    const model = parseRegistered(id, await registration(transaction, id)).device.id
    if (read.lines.some((line) => line.device !== id && line.device !== model))
      throw new FleetError('FLEET_REQUEST_INVALID', 'The evidence is about another device')
    const known = await storedEvidence(transaction, id)
    // Pinned by the first upload: with a key of one's own, one could prove anything.
    if (known !== undefined && !evidenceKey(known.publicKey).equals(key))
      throw new FleetError('FLEET_CONFLICT', 'Another prover key is pinned for this device')
    if (known !== undefined && !text.startsWith(known.text))
      throw new FleetError('FLEET_CONFLICT', 'The evidence does not continue what the fleet holds')
    await transaction.put('evidence', id, utf8(JSON.stringify({ publicKey, text })))
    const detail = `${read.lines.length} lines`
    const event = await addEvents(transaction, device, now, [{ kind: 'evidence', detail }])
    await putDevice(transaction, { ...event.device, evidenceSha256: sha256(text) })
    await audit(transaction, { at: now, who: 'operator', what: 'evidence', about: `${id} ${detail}` })
    return event.added
  })
  for (const event of added) context.hub.emit('event', event)
}

/** Takes further lines from the device, under the key that an operator registered with the first. @throws {FleetError} */
export async function appendEvidence(context: Context, id: string, lines: readonly string[]): Promise<void> {
  const known = await context.store.transact((transaction) => storedEvidence(transaction, id))
  if (known === undefined)
    throw new FleetError('FLEET_CONFLICT', 'No prover key is registered for this device')
  const before = known.text.endsWith('\n') || known.text === '' ? known.text : `${known.text}\n`
  await takeEvidence(context, id, known.publicKey, `${before}${lines.join('\n')}\n`)
}

/** The lines that the fleet holds of a device. @throws {FleetError} `FLEET_STORE_BROKEN` */
export async function evidenceLines(transaction: Transaction, id: string): Promise<readonly EvidenceLine[]> {
  const known = await storedEvidence(transaction, id)
  if (known === undefined) return []
  const read = readEvidence(known.text, evidenceKey(known.publicKey))
  // Verified when it came; to show nothing now would read as "never attacked".
  if (!read.ok) throw new FleetError('FLEET_STORE_BROKEN', `The evidence of ${id} no longer verifies`)
  return read.lines
}

async function storedEvidence(transaction: Transaction, id: string): Promise<StoredEvidence | undefined> {
  const value = await transaction.get('evidence', id)
  return value === undefined ? undefined : readJson<StoredEvidence>(value)
}

/** Ed25519 from PEM or from 32 raw bytes in base64url. */
function evidenceKey(text: string): KeyObject {
  try {
    const raw = fromBase64url(text.trim())
    const key =
      raw?.length === 32
        ? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text.trim() }, format: 'jwk' })
        : createPublicKey(text)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Node's message may quote what it was given.
  }
  throw new FleetError(
    'FLEET_REQUEST_INVALID',
    'Wanted an Ed25519 public key, as PEM or 32 bytes in base64url',
  )
}
