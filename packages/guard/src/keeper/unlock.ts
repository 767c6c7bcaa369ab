import { createPublicKey, randomBytes, sign } from 'node:crypto'
import {
  decode,
  keyShareAad,
  keyShareResponse,
  keyShareStatement,
  openSealed,
  sealingKeyPair,
  toBase64url,
} from '@pericard/protocol'
import { type SecretKey, secretKey } from '@pericard/vault'
import type { FleetCalls } from './fleet-calls.ts'
import type { KeeperState } from './state.ts'

/** The fleet said no: revoked, reported stolen, or this store's state is older than what the fleet has seen. */
export class ShareRefused extends Error {
  override readonly name = 'ShareRefused'
}

export interface Unlocked {
  /** The fleet's share. */
  readonly share: SecretKey
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
  bootEpoch: number,
  state: KeeperState,
  fleet: FleetCalls,
): Promise<Unlocked> {
  await registerUnlockKey(state, fleet)
  const pair = await sealingKeyPair()
  const nonce = toBase64url(randomBytes(16))
  const statement = { v: 1 as const, device, bootEpoch, nonce, hpkePublicKey: toBase64url(pair.publicKey) }
  const signature = toBase64url(sign(null, keyShareStatement(statement), state.unlockSigningKey))
  const { status, body } = await fleet.call('POST', '/v1/key-share', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...statement, signature }),
  })
  if (status !== 200) throw new ShareRefused(`the fleet answered ${status} to the request for its share`)
  const answer = decode(keyShareResponse, body.toString('utf8'))
  if (!answer.ok) throw new ShareRefused('the answer to the request for the share cannot be read')
  const share = secretKey(await openSealed(pair.privateKey, answer.value, keyShareAad(device, nonce)))
  return { share, leaseSeconds: answer.value.leaseSeconds }
}

async function registerUnlockKey(state: KeeperState, fleet: FleetCalls): Promise<void> {
  if (state.counter('unlock-key-registered') === 1) return
  const spki = createPublicKey(state.unlockSigningKey).export({ format: 'der', type: 'spki' })
  const { status } = await fleet.call('POST', '/v1/unlock-key', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ publicKey: toBase64url(spki.subarray(-32)) }),
  })
  if (status >= 300)
    throw new ShareRefused(`the fleet answered ${status} to the registration of the unlock key`)
  state.setCounters({ 'unlock-key-registered': 1 })
}
