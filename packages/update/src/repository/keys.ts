/** Signing keys in files. Each is encrypted with a passphrase; there is no key that nobody made. */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { UpdateError } from '../errors.ts'
import { generateHybridKey, type HybridKey } from '@pericard/base/hybrid'

/**
 * Characters of a passphrase at least. PKCS#8 as Node writes it stretches little (PBKDF2 with few rounds), so that the
 * passphrase has to carry the strength.
 */
export const keyPassphraseMin = 16

/**
 * Makes a key and writes it as two encrypted PKCS#8 blocks (RFC 5958), Ed25519 and ML-DSA-65. Never over another file.
 *
 * @throws {UpdateError} `UPDATE_KEY_UNFIT`
 */
export async function createKeyFile(path: string, passphrase: string): Promise<HybridKey> {
  if (passphrase.length < keyPassphraseMin)
    throw new UpdateError(
      'UPDATE_KEY_UNFIT',
      `The passphrase is too short: ${passphrase.length} characters, wanted at least ${keyPassphraseMin}`,
    )
  const key = generateHybridKey()
  const pem = (half: KeyObject): string =>
    half.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString()
  await writeFile(path, pem(key.ed25519) + pem(key.mldsa65), { flag: 'wx', mode: 0o600 })
  return key
}

/**
 * Opens a key file.
 *
 * @throws {UpdateError} `UPDATE_KEY_UNFIT` for anything but the two encrypted blocks, `UPDATE_PASSPHRASE_WRONG`
 */
export async function openKeyFile(path: string, passphrase: string): Promise<HybridKey> {
  const text = await readFile(path, 'utf8')
  const blocks =
    text.match(/-----BEGIN ENCRYPTED PRIVATE KEY-----[^-]+-----END ENCRYPTED PRIVATE KEY-----/g) ?? []
  const [first, second] = blocks
  if (first === undefined || second === undefined || blocks.length !== 2)
    throw new UpdateError(
      'UPDATE_KEY_UNFIT',
      `${path} is no signing key: it has ${blocks.length} encrypted PKCS#8 blocks, wanted 2`,
    )
  const key = { ed25519: open(first, path, passphrase), mldsa65: open(second, path, passphrase) }
  if (key.ed25519.asymmetricKeyType === 'ed25519' && key.mldsa65.asymmetricKeyType === 'ml-dsa-65') return key
  throw new UpdateError('UPDATE_KEY_UNFIT', `${path} is no signing key: wanted Ed25519, then ML-DSA-65`)
}

function open(block: string, path: string, passphrase: string): KeyObject {
  try {
    return createPrivateKey({ key: block, passphrase })
  } catch (cause) {
    throw new UpdateError('UPDATE_PASSPHRASE_WRONG', `Cannot open ${path}: the passphrase does not fit`, {
      cause,
    })
  }
}
