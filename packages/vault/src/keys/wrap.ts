import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Bytes, concat, utf8 } from '@pericard/base'
import { VaultError } from '../errors.ts'
import { deriveKey, keyBytes, type SecretKey, secretKey } from './key.ts'

/** Layout of a wrapped key: version 1, nonce 12, commitment 16, wrapped key 32, tag 16. */
export const wrappedKeyBytes = 77
const version = 1
const nonceBytes = 12
const commitmentBytes = 16
/** node:crypto takes tags cut to 4 bytes unless the length is fixed. */
export const tagBytes = 16

/** 16 bytes that only `key` leads to: GCM alone lets one ciphertext open under two keys (no key commitment). */
export function commitmentOf(key: SecretKey, label: string): Bytes {
  return new Uint8Array(deriveKey(key, `commitment/${label}`).object.export().subarray(0, commitmentBytes))
}

/**
 * Wraps a key under another (AES-256-GCM, NIST SP 800-38D). `context` names what the key is for and where it lies; it is
 * authenticated, so a wrapped key moved to another place does not open there.
 */
export function wrapKey(key: SecretKey, kek: SecretKey, context: string): Bytes {
  const nonce = randomBytes(nonceBytes)
  const commitment = commitmentOf(kek, 'wrap')
  const cipher = createCipheriv('aes-256-gcm', kek.object, nonce, { authTagLength: tagBytes })
  cipher.setAAD(concat(new Uint8Array([version]), commitment, utf8(context)))
  const body = concat(cipher.update(key.object.export()), cipher.final())
  return concat(new Uint8Array([version]), nonce, commitment, body, cipher.getAuthTag())
}

/**
 * Unwraps a key.
 *
 * @throws {VaultError} `VAULT_KEY_TRUNCATED`, `VAULT_FORMAT_UNKNOWN`, or `VAULT_KEY_FORGED` if it was altered, moved or
 * wrapped under another key.
 */
export function unwrapKey(wrapped: Uint8Array, kek: SecretKey, context: string): SecretKey {
  if (wrapped.length !== wrappedKeyBytes) {
    const sizes = `it has ${wrapped.length} bytes, wanted ${wrappedKeyBytes}`
    throw new VaultError('VAULT_KEY_TRUNCATED', `Cannot unwrap the key of "${context}": ${sizes}`)
  }
  if (wrapped[0] !== version) {
    throw new VaultError(
      'VAULT_FORMAT_UNKNOWN',
      `Cannot unwrap the key of "${context}": format ${wrapped[0]}, wanted ${version}`,
    )
  }
  const nonce = wrapped.subarray(1, 1 + nonceBytes)
  const commitment = wrapped.subarray(1 + nonceBytes, 1 + nonceBytes + commitmentBytes)
  const body = wrapped.subarray(1 + nonceBytes + commitmentBytes, wrappedKeyBytes - tagBytes)
  if (!timingSafeEqual(commitment, commitmentOf(kek, 'wrap'))) throw forged(context)
  const decipher = createDecipheriv('aes-256-gcm', kek.object, nonce, { authTagLength: tagBytes })
  decipher.setAAD(concat(new Uint8Array([version]), commitment, utf8(context)))
  decipher.setAuthTag(wrapped.subarray(wrappedKeyBytes - tagBytes))
  const bytes = new Uint8Array(keyBytes)
  try {
    bytes.set(decipher.update(body))
    decipher.final()
  } catch (cause) {
    bytes.fill(0)
    throw forged(context, cause)
  }
  return secretKey(bytes)
}

function forged(context: string, cause?: unknown): VaultError {
  return new VaultError('VAULT_KEY_FORGED', `Cannot unwrap the key of "${context}": its tag does not match`, {
    cause,
  })
}
