/** A device proves which TPM it has, once; afterwards its quotes are believed. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { utf8 } from '@pericard/base'
import { type AttestationRegistration, toBase64url } from '@pericard/protocol'
import { makeCredential, TpmError } from '@pericard/tpm'
import { audit } from './audit.ts'
import { type Context, deviceRecord, putDevice, readJson } from './context.ts'
import { FleetError } from './error.ts'
import { sha256 } from './keys.ts'

const secretBytes = 32
/** How long a credential can be answered, in milliseconds. */
const credentialLife = 5 * 60 * 1000

interface Pending {
  readonly endorsement: string
  readonly attestation: string
  readonly hash: string
  readonly expires: number
}

/**
 * Begins: takes the keys of a TPM and gives a credential that only it can open.
 *
 * @throws {FleetError} `FLEET_REQUEST_INVALID`; `FLEET_CONFLICT` where another TPM is registered, which an operator has to clear
 */
export async function challengeTpm(
  context: Context,
  id: string,
  identity: AttestationRegistration,
): Promise<object> {
  const names = {
    endorsement: toBase64url(identity.endorsement),
    attestation: toBase64url(identity.attestation),
  }
  const secret = randomBytes(secretBytes)
  const credential = credentialFor(identity, secret)
  await context.store.transact(async (transaction) => {
    const { tpm } = await deviceRecord(transaction, id)
    if (tpm !== undefined && (tpm.endorsement !== names.endorsement || tpm.attestation !== names.attestation))
      throw new FleetError('FLEET_CONFLICT', 'Another TPM is registered; an operator has to clear it first')
    const pending: Pending = { ...names, hash: sha256(secret), expires: context.clock.now() + credentialLife }
    await transaction.put('credentials', id, utf8(JSON.stringify(pending)))
  })
  return { blob: toBase64url(credential.blob), secret: toBase64url(credential.secret) }
}

function credentialFor(
  identity: AttestationRegistration,
  secret: Uint8Array,
): ReturnType<typeof makeCredential> {
  try {
    return makeCredential(identity, secret)
  } catch (error) {
    if (error instanceof TpmError) throw new FleetError('FLEET_REQUEST_INVALID', error.message)
    throw error
  }
}

/** Ends: whoever gives the secret back has that TPM. @throws {FleetError} `FLEET_REFUSED` */
export async function admitTpm(context: Context, id: string, secret: Uint8Array): Promise<void> {
  const now = context.clock.now()
  const admitted = await context.store.transact(async (transaction) => {
    const value = await transaction.get('credentials', id)
    // One try for each credential: it is spent whatever comes.
    await transaction.delete('credentials', id)
    const pending = value === undefined ? undefined : readJson<Pending>(value)
    if (pending === undefined || now > pending.expires) return false
    if (!timingSafeEqual(Buffer.from(pending.hash), Buffer.from(sha256(secret)))) {
      await audit(transaction, { at: now, who: id, what: 'tpm-refused', about: 'wrong secret' })
      return false
    }
    const device = await deviceRecord(transaction, id)
    const { endorsement, attestation } = pending
    await putDevice(transaction, { ...device, tpm: { ...device.tpm, endorsement, attestation } })
    await audit(transaction, { at: now, who: id, what: 'tpm', about: sha256(attestation).slice(0, 16) })
    return true
  })
  if (!admitted)
    throw new FleetError('FLEET_REFUSED', 'The credential was not opened, or its time has passed')
}

/** An operator has looked: a new board, or new software. The next quote says what is expected from now on. */
export async function forgetTpm(
  context: Context,
  id: string,
  what: 'tpm' | 'pcrs' | 'suspicion',
): Promise<void> {
  await context.store.transact(async (transaction) => {
    const { suspected, tpm, bootId: _, ...device } = await deviceRecord(transaction, id)
    const { pcrDigest: __, ...known } = tpm ?? { endorsement: '', attestation: '' }
    const kept = what === 'tpm' || tpm === undefined ? {} : { tpm: what === 'pcrs' ? known : tpm }
    const still = what === 'suspicion' || suspected === undefined ? {} : { suspected }
    await putDevice(transaction, { ...device, ...kept, ...still })
    await audit(transaction, { at: context.clock.now(), who: 'operator', what: `clear-${what}`, about: id })
  })
}
