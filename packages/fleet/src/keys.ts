import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { fromBase64url, toBase64url } from '@pericard/protocol'
import { FleetError } from './error.ts'
import type { Store, Transaction } from './ports/store.ts'

const masterBytes = 32
const nonceBytes = 12
const tagBytes = 16

/**
 * Reads the fleet's master key, or makes one where there is none. It lies outside the data folder, so that a copy of the
 * folder alone opens nothing.
 *
 * @throws {FleetError} `FLEET_MASTER_KEY_BAD`
 */
export function masterKey(path: string): KeyObject {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(path, 'wx', 0o600)
    writeSync(file, `${toBase64url(randomBytes(masterBytes))}\n`)
    fsyncSync(file)
    closeSync(file)
  }
  const bytes = fromBase64url(readFileSync(path, 'utf8').trim())
  if (bytes?.length !== masterBytes) {
    throw new FleetError(
      'FLEET_MASTER_KEY_BAD',
      `${path} is not a master key: wanted ${masterBytes} bytes as base64url`,
    )
  }
  return createSecretKey(bytes)
}

/** Encrypts with AES-256-GCM under a fresh nonce. `name` is covered, so that no value can stand in another's place. */
export function wrap(key: KeyObject, name: string, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(name))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/**
 * Opens what `wrap` made.
 *
 * @throws {FleetError} `FLEET_MASTER_KEY_BAD` if it was damaged, moved or is under another key.
 */
export function unwrap(key: KeyObject, name: string, wrapped: Uint8Array): Buffer {
  try {
    const nonce = wrapped.subarray(0, nonceBytes)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(name))
    decipher.setAuthTag(wrapped.subarray(wrapped.length - tagBytes))
    const middle = wrapped.subarray(nonceBytes, wrapped.length - tagBytes)
    return Buffer.concat([decipher.update(middle), decipher.final()])
  } catch (cause) {
    const why = 'it was damaged, or the master key is another one'
    throw new FleetError('FLEET_MASTER_KEY_BAD', `Cannot open "${name}" in the fleet's store: ${why}`, {
      cause,
    })
  }
}

/** Gives the secret of this name, made at first use and stored wrapped under the master key. */
export async function storedSecret(
  transaction: Transaction,
  master: KeyObject,
  name: string,
  make: () => Promise<Uint8Array> | Uint8Array,
): Promise<Buffer> {
  const known = await transaction.get('keys', name)
  if (known !== undefined) return unwrap(master, name, known)
  const made = Buffer.from(await make())
  await transaction.put('keys', name, wrap(master, name, made))
  return made
}

/** The same in a step of its own. */
export function secretOf(
  store: Store,
  master: KeyObject,
  name: string,
  make: () => Promise<Uint8Array> | Uint8Array,
): Promise<Buffer> {
  return store.transact((transaction) => storedSecret(transaction, master, name, make))
}

/** SHA-256, lower-case hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
