import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Reads the key that signs evidence, or makes it: the private key as PEM at `path`, readable by its owner only, and the
 * public key at `<path>.pub` for whoever verifies.
 */
export function proverKey(path: string): KeyObject {
  const known = readIfThere(path)
  if (known !== undefined) {
    // Whoever can read this key can write evidence that a control held.
    if ((statSync(path).mode & 0o077) !== 0)
      throw new Error(`${path}: others can read this key; run "chmod 600 ${path}"`)
    const key = createPrivateKey(known)
    if (key.asymmetricKeyType !== 'ed25519')
      throw new Error(`${path}: found another kind of key, wanted Ed25519`)
    return key
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  writeFileSync(`${path}.pub`, publicKey.export({ type: 'spki', format: 'pem' }))
  return privateKey
}

/** Reads an Ed25519 public key, as PEM. */
export function verifierKey(path: string): KeyObject {
  const key = createPublicKey(readFileSync(path))
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`${path}: found another kind of key, wanted Ed25519`)
  return key
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
