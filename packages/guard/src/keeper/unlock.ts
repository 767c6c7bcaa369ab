import { createHash, createPublicKey, randomBytes, sign } from 'node:crypto'
import type { Bytes } from '@pericard/base'
import {
  credentialChallenge,
  decode,
  keyShareChallenge,
  keyShareAad,
  keyShareResponse,
  keyShareRotatedStatement,
  keyShareStatement,
  openSealed,
  sealingKeyPair,
  toBase64url,
} from '@pericard/protocol'
import { type SecretKey, secretKey } from '@pericard/vault'
import { type FleetCalls, FleetUnreachable } from './fleet-calls.ts'
import type { Hardware } from './hardware.ts'
import type { KeeperState } from './state.ts'

/** The fleet said no: revoked, reported stolen, or this store's state is older than what the fleet has seen. */
export class ShareRefused extends Error {
  override readonly name = 'ShareRefused'
}

export interface Unlocked {
  /** The fleet's share. */
  readonly share: SecretKey
  /** What takes its place. */
  readonly next?: SecretKey
  readonly leaseSeconds: number
}

/**
 * Gets the fleet's share. The request is signed by a key that only the keeper has, and the answer
 * sealed to a key made for this request: a courier that was taken over can neither ask nor listen, and an answer recorded
 * earlier opens nothing.
 *
 * @throws {ShareRefused}
 */
export async function fleetShare(
  device: string,
  state: KeeperState,
  fleet: FleetCalls,
  { hardware, rotate = false }: { readonly hardware?: Hardware | undefined; readonly rotate?: boolean } = {},
): Promise<Unlocked> {
  await registerUnlockKey(state, fleet)
  if (hardware !== undefined) await registerTpm(hardware, state, fleet)
  const pair = await sealingKeyPair()
  const nonce = hardware === undefined ? toBase64url(randomBytes(16)) : await challengeOf(fleet)
  const bootEpoch = state.counter('boot-epoch')
  const hpkePublicKey = toBase64url(pair.publicKey)
  const wanted = rotate ? { rotate: true as const } : {}
  const statement = { v: 1 as const, device, bootEpoch, bootId, nonce, hpkePublicKey, ...wanted }
  const quote = hardware === undefined ? undefined : await quoteOver(hardware, keyShareStatement(statement))
  const signature = toBase64url(sign(null, keyShareStatement(statement), state.unlockSigningKey))
  const { status, body } = await fleet.call('POST', '/v1/key-share', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...statement, quote, signature }),
  })
  if (status !== 200) throw answered(status, 'the request for its share')
  const answer = decode(keyShareResponse, body.toString('utf8'))
  if (!answer.ok) throw new FleetUnreachable('the answer to the request for the share cannot be read')
  const bytes = await openSealed(pair.privateKey, answer.value, keyShareAad(device, nonce))
  const next = bytes.length === 2 * shareBytes ? { next: secretKey(bytes.slice(shareBytes)) } : {}
  const share = secretKey(bytes.slice(0, shareBytes))
  bytes.fill(0)
  return { share, leaseSeconds: answer.value.leaseSeconds, ...next }
}

/** Tells the fleet that the vault hangs on the next share; the one before is destroyed there. */
export async function confirmShare(
  device: string,
  state: KeeperState,
  fleet: FleetCalls,
  share: SecretKey,
): Promise<void> {
  const mark = createHash('sha256').update('pericard/1/share\n').update(share.object.export()).digest()
  const statement = { v: 1 as const, device, share: toBase64url(mark) }
  const signature = sign(null, keyShareRotatedStatement(statement), state.unlockSigningKey)
  await posted(fleet, '/v1/key-share/rotated', { ...statement, signature: toBase64url(signature) })
}

const shareBytes = 32

/** Which start this is; two processes that say the same boot epoch are a device and its copy. */
const bootId = toBase64url(randomBytes(16))

/** The quote covers the whole request: neither the recipient of the share nor the boot epoch can be exchanged on the way. */
async function quoteOver(
  hardware: Hardware,
  statement: Bytes,
): Promise<{ attest: string; signature: string }> {
  const qualifying = new Uint8Array(createHash('sha256').update(statement).digest())
  const { attest, signature } = await hardware.quote(qualifying)
  return { attest: toBase64url(attest), signature: toBase64url(signature) }
}

async function challengeOf(fleet: FleetCalls): Promise<string> {
  const answer = decode(keyShareChallenge, await posted(fleet, '/v1/key-share/challenge', {}))
  if (!answer.ok) throw new FleetUnreachable('the challenge for the share cannot be read')
  return answer.value.nonce
}

/** Proves once that the attestation key lies in the TPM of the endorsement key. */
async function registerTpm(hardware: Hardware, state: KeeperState, fleet: FleetCalls): Promise<void> {
  if (state.counter('tpm-registered') === 1) return
  const { endorsement, attestation } = await hardware.identity()
  const keys = { endorsement: toBase64url(endorsement), attestation: toBase64url(attestation) }
  const answer = decode(credentialChallenge, await posted(fleet, '/v1/attestation-key', keys))
  if (!answer.ok) throw new FleetUnreachable('the credential for the TPM cannot be read')
  const secret = await hardware.openCredential(answer.value)
  await posted(fleet, '/v1/attestation-key/activate', { secret: toBase64url(secret) })
  state.setCounters({ 'tpm-registered': 1 })
}

async function posted(fleet: FleetCalls, path: string, message: object): Promise<string> {
  const { status, body } = await fleet.call('POST', path, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  })
  if (status >= 300) throw answered(status, path)
  return body.toString('utf8')
}

/** A fleet that is overloaded or broken has not said no. */
function answered(status: number, to: string): Error {
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 429
  const text = `the fleet answered ${status} to ${to}`
  return refused ? new ShareRefused(text) : new FleetUnreachable(text)
}

async function registerUnlockKey(state: KeeperState, fleet: FleetCalls): Promise<void> {
  if (state.counter('unlock-key-registered') === 1) return
  const spki = createPublicKey(state.unlockSigningKey).export({ format: 'der', type: 'spki' })
  const { status } = await fleet.call('POST', '/v1/unlock-key', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ publicKey: toBase64url(spki.subarray(-32)) }),
  })
  if (status >= 300) throw answered(status, 'the registration of the unlock key')
  state.setCounters({ 'unlock-key-registered': 1 })
}
