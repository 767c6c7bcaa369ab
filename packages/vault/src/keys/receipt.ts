import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { canonicalJson, fromUtf8, hex, parseJson, utf8 } from '@pericard/base'
import { VaultError } from '../errors.ts'
import type { EraseRoot } from '../ports/erase-root.ts'

/** Why keys were destroyed. */
export type ErasureReason = 'expiry' | 'subject' | 'wipe'

/** Keys that were dropped at once. */
export interface Erasure {
  readonly why: ErasureReason
  readonly keys: number
  /** Milliseconds since the epoch, as the device saw it. */
  readonly at: number
}

/** What a device states about an erasure: which keys died, and where the secret lay that they all hung on. */
export interface ErasureReceipt {
  readonly v: 1
  /** Id of the store, hex. */
  readonly store: string
  readonly erased: readonly Erasure[]
  /** Generation whose secret was destroyed; 0 where there is no erase root. */
  readonly generation: number
  /** Where it lay. `medium`: keys were overwritten in place, no more can be said of flash. */
  readonly root: EraseRoot['kind']
  readonly at: number
  /** Ed25519 key of the device's receipts, raw, hex. */
  readonly publicKey: string
}

export interface SignedReceipt {
  readonly receipt: ErasureReceipt
  /** Ed25519 over the canonical JSON (RFC 8785) of the receipt, hex. */
  readonly signature: string
}

/** Signs a receipt. */
export function signReceipt(receipt: Omit<ErasureReceipt, 'v' | 'publicKey'>, key: KeyObject): SignedReceipt {
  const whole: ErasureReceipt = { v: 1, ...receipt, publicKey: publicHex(key) }
  return { receipt: whole, signature: hex(sign(null, statement(whole), key)) }
}

/**
 * Returns the receipt that a text holds if the key signed it.
 *
 * @param publicKey raw Ed25519, hex, known from elsewhere: the one inside proves nothing
 * @throws {VaultError} `VAULT_RECEIPT_FORGED`
 */
export function verifyReceipt(text: string, publicKey: string): ErasureReceipt {
  const read = readReceipt(text)
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'hex').toString('base64url') },
    format: 'jwk',
  })
  if (
    read === undefined ||
    read.receipt.publicKey !== publicKey ||
    !verify(null, statement(read.receipt), key, Buffer.from(read.signature, 'hex'))
  )
    throw new VaultError(
      'VAULT_RECEIPT_FORGED',
      'Cannot believe the receipt: it is not signed by this device, or was altered',
    )
  return read.receipt
}

function readReceipt(text: string): SignedReceipt | undefined {
  try {
    const { receipt, signature } = parseJson(text) as unknown as SignedReceipt
    return typeof signature === 'string' && typeof receipt === 'object' ? { receipt, signature } : undefined
  } catch {
    return undefined
  }
}

function statement(receipt: ErasureReceipt): Uint8Array {
  return utf8(`pericard/1/erasure\n${canonicalJson(receipt as never)}`)
}

function publicHex(key: KeyObject): string {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  return Buffer.from(x, 'base64url').toString('hex')
}

/** Erasures that wait for the destruction of their root, as they lie in a store. */
export function readErasures(bytes: Uint8Array | undefined): Erasure[] {
  return bytes === undefined ? [] : (JSON.parse(fromUtf8(bytes) ?? '[]') as Erasure[])
}
