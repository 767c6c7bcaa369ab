import { argon2, createSecretKey, hkdfSync } from 'node:crypto'
import { type Bytes, concat, utf8 } from '@pericard/base'
import { keyBytes, SecretKey, secretKey } from './key.ts'

/** Argon2id costs (RFC 9106, second recommended option): memory in KiB, passes, lanes. */
const passphraseCost = { memory: 64 * 1024, passes: 3, parallelism: 4 }
/** Shortest passphrase that is taken, in characters; a machine-made one of 16 has about 96 bits. */
export const passphraseCharactersMin = 16

/**
 * The device share where there is no TPM: Argon2id of a passphrase. Clearly weaker than a TPM, since whoever has the
 * passphrase has the share; the analysis says so.
 */
export function deviceShareFromPassphrase(passphrase: string, salt: Bytes): Promise<SecretKey> {
  const parameters = {
    message: utf8(passphrase.normalize('NFC')),
    nonce: salt,
    tagLength: keyBytes,
    ...passphraseCost,
  }
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, derived) => {
      if (error) reject(error)
      else resolve(secretKey(derived))
    })
  })
}

/**
 * The vault's key from its shares: HKDF-SHA-256 over all of them. Each share has the same length, so no two lists of shares
 * join to the same bytes; without any one of them the result is unknown.
 */
export function unlockKey(...shares: readonly [SecretKey, SecretKey, ...SecretKey[]]): SecretKey {
  const joined = concat(...shares.map((share) => share.object.export()))
  const key = new Uint8Array(
    hkdfSync('sha256', joined, new Uint8Array(), `pericard/1/unlock/${shares.length}`, keyBytes),
  )
  joined.fill(0)
  return new SecretKey(createSecretKey(key))
}
