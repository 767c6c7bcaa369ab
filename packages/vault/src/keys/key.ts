import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { inspect } from 'node:util'

/** Bytes of every symmetric key here. */
export const keyBytes = 32

const redacted = '[redacted]'

/**
 * A symmetric key that cannot be printed: `inspect`, `JSON.stringify`, template strings and error messages give
 * `[redacted]` (CWE-532, CWE-209). It holds a `KeyObject`, so its bytes never lie in a JavaScript buffer of ours.
 */
export class SecretKey {
  readonly #key: KeyObject

  constructor(key: KeyObject) {
    this.#key = key
    // Not a method: isolated declarations allow no computed names.
    Object.defineProperty(this, inspect.custom, { value: () => redacted })
  }

  /** For `node:crypto` only. */
  get object(): KeyObject {
    return this.#key
  }

  toString(): string {
    return redacted
  }

  toJSON(): string {
    return redacted
  }
}

/** Takes over `bytes` as a key and overwrites them. That is a courtesy, not a promise: the runtime may have copied them. */
export function secretKey(bytes: Uint8Array): SecretKey {
  const key = new SecretKey(createSecretKey(bytes))
  bytes.fill(0)
  return key
}

/** A fresh random key. */
export function freshKey(): SecretKey {
  return secretKey(randomBytes(keyBytes))
}

/** HKDF-SHA-256 (RFC 5869) with a label, so that a key for one purpose is never the key for another. */
export function deriveKey(key: SecretKey, label: string, salt: Uint8Array = new Uint8Array()): SecretKey {
  return secretKey(new Uint8Array(hkdfSync('sha256', key.object, salt, `pericard/1/${label}`, keyBytes)))
}
