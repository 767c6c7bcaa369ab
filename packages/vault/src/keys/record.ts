import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Bytes, concat, utf8 } from '@pericard/base'
import { VaultError } from '../errors.ts'
import type { SecretKey } from './key.ts'
import { commitmentOf, tagBytes } from './wrap.ts'

/** version 1, nonce 12, commitment 16. */
const headBytes = 29
const version = 1

/**
 * Seals bytes on their own under a DEK: version, nonce, commitment, ciphertext, tag (AES-256-GCM). For the few things that are
 * not records of a subject, such as a device's private key; records go into frames, which are faster and forward-secure. With
 * random nonces one DEK may seal 2^32 of them (NIST SP 800-38D, 8.3).
 */
export function sealRecord(plain: Bytes, dek: SecretKey, id: string): Bytes {
  const head = concat(new Uint8Array([version]), randomBytes(12), commitmentOf(dek, 'record'))
  const cipher = createCipheriv('aes-256-gcm', dek.object, head.subarray(1, 13), { authTagLength: tagBytes })
  cipher.setAAD(concat(head, utf8(id)))
  return concat(head, cipher.update(plain), cipher.final(), cipher.getAuthTag())
}

/**
 * Opens what `sealRecord` sealed, all of it or nothing. The tag covers `id`: whoever can write to the disk cannot make one thing
 * pass for another.
 *
 * @throws {VaultError} `VAULT_RECORD_TRUNCATED`, `VAULT_FORMAT_UNKNOWN`, `VAULT_RECORD_FORGED`
 */
export function openRecord(sealed: Bytes, dek: SecretKey, id: string): Bytes {
  if (sealed.length < headBytes + tagBytes) {
    const sizes = `it has ${sealed.length} bytes, needs at least ${headBytes + tagBytes}`
    throw new VaultError('VAULT_RECORD_TRUNCATED', `Cannot open "${id}": ${sizes}`)
  }
  if (sealed[0] !== version) {
    throw new VaultError(
      'VAULT_FORMAT_UNKNOWN',
      `Cannot open "${id}": format ${sealed[0]}, wanted ${version}`,
    )
  }
  const head = sealed.subarray(0, headBytes)
  if (!timingSafeEqual(head.subarray(13), commitmentOf(dek, 'record'))) throw forged(id)
  const decipher = createDecipheriv('aes-256-gcm', dek.object, head.subarray(1, 13), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(concat(head, utf8(id)))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  try {
    return concat(decipher.update(sealed.subarray(headBytes, sealed.length - tagBytes)), decipher.final())
  } catch (cause) {
    throw forged(id, cause)
  }
}

function forged(id: string, cause?: unknown): VaultError {
  return new VaultError('VAULT_RECORD_FORGED', `Cannot open "${id}": its tag does not match`, { cause })
}
