/** Sealing to a recipient (HPKE, RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, base mode. */
import type { webcrypto } from 'node:crypto'
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { type Bytes, utf8 } from '@pericard/base'

export type SealingErrorCode = 'SEALING_KEY_BAD' | 'SEALING_FORGED'

/** Says what could not be opened, never why in a way that helps a forger, and never any content. */
export class SealingError extends Error {
  override readonly name = 'SealingError'
  readonly code: SealingErrorCode
  constructor(code: SealingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Encapsulated key and ciphertext. */
export interface Sealed {
  readonly enc: Bytes
  readonly ct: Bytes
}

/** A recipient's key pair, raw 32-byte X25519 keys. */
export interface SealingKeyPair {
  readonly publicKey: Bytes
  readonly privateKey: Bytes
}

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})
/** Binds every message to this use of HPKE, so that nothing sealed elsewhere opens here. */
const info = utf8('pericard/1/sealed')

/** A fresh key pair of a recipient. */
export async function sealingKeyPair(): Promise<SealingKeyPair> {
  const pair = await suite.kem.generateKeyPair()
  return {
    publicKey: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)),
    privateKey: new Uint8Array(await suite.kem.serializePrivateKey(pair.privateKey)),
  }
}

/**
 * Seals `plaintext` to the holder of `publicKey`. `aad` is authenticated and must be known to the opener.
 *
 * @throws {SealingError} `SEALING_KEY_BAD`
 */
export async function sealTo(publicKey: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Promise<Sealed> {
  let recipientPublicKey: webcrypto.CryptoKey
  try {
    recipientPublicKey = await suite.kem.deserializePublicKey(exact(publicKey))
  } catch (cause) {
    throw new SealingError('SEALING_KEY_BAD', 'Cannot seal: the public key is not an X25519 key', { cause })
  }
  const { enc, ct } = await suite.seal({ recipientPublicKey, info }, exact(plaintext), exact(aad))
  return { enc: new Uint8Array(enc), ct: new Uint8Array(ct) }
}

/**
 * Opens what was sealed to `privateKey`.
 *
 * @throws {SealingError} `SEALING_FORGED` if it was altered, sealed to another key or for another `aad`.
 */
export async function openSealed(privateKey: Uint8Array, sealed: Sealed, aad: Uint8Array): Promise<Bytes> {
  try {
    const recipientKey = await suite.kem.deserializePrivateKey(exact(privateKey))
    return new Uint8Array(
      await suite.open({ recipientKey, enc: exact(sealed.enc), info }, exact(sealed.ct), exact(aad)),
    )
  } catch (cause) {
    const why = 'it was altered, or sealed to another key or for another purpose'
    throw new SealingError('SEALING_FORGED', `Cannot open a sealed message: ${why}`, { cause })
  }
}

function exact(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
