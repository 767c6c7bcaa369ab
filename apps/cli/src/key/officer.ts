/** The keys of an officer: one to sign approvals with, one that pieces of escrows are sealed to. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { passphraseCharactersMin } from '@pericard/vault'
import { readText } from '../device-file.ts'

export interface OfficerOptions {
  readonly role: string
  readonly out: string
  readonly passphraseFile: string
}

/** Makes the keys of an officer, and prints what stands for them in the device file. */
export function makeOfficer(name: string, { role, out, passphraseFile }: OfficerOptions): void {
  const passphrase = passphraseIn(passphraseFile)
  if (passphrase.length < passphraseCharactersMin)
    throw new Error(
      `${passphraseFile}: the passphrase has ${passphrase.length} characters, wanted at least ${passphraseCharactersMin}`,
    )
  const [signing, escrow] = [generateKeyPairSync('ed25519'), generateKeyPairSync('x25519')]
  const pem = [signing, escrow].map(({ privateKey }) =>
    privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString(),
  )
  writeFileSync(out, pem.join(''), { flag: 'wx', mode: 0o600 })
  console.error(`Keys of ${name} written to ${out}. Under "vault.officers" of the device file:`)
  console.log(
    `- { name: ${name}, role: ${role}, signing-key: ${rawOf(signing.publicKey)}, escrow-key: ${rawOf(escrow.publicKey)} }`,
  )
}

/**
 * One of the private keys in a file of PKCS#8 blocks, encrypted or not.
 *
 * @throws where there is none of that type, or the passphrase does not fit
 */
export function readPrivateKey(
  path: string,
  type: 'ed25519' | 'x25519',
  passphraseFile: string | undefined,
): KeyObject {
  const blocks = readFileSync(path, 'utf8').match(
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+-----END [^-]+-----/g,
  )
  const keys = (blocks ?? []).map((block) => opened(path, block, passphraseFile))
  const found = keys.find(({ asymmetricKeyType }) => asymmetricKeyType === type)
  if (found !== undefined) return found
  const types = keys.map(({ asymmetricKeyType }) => asymmetricKeyType).join(' and ')
  const wanted = type === 'ed25519' ? 'an Ed25519 key' : 'an X25519 key'
  throw new Error(
    `${path}: is ${types === '' ? 'no private key' : `a key of type ${types}`}; ${wanted} was wanted`,
  )
}

function opened(path: string, block: string, passphraseFile: string | undefined): KeyObject {
  const encrypted = block.startsWith('-----BEGIN ENCRYPTED')
  if (encrypted && passphraseFile === undefined)
    throw new Error(`${path}: is encrypted; --passphrase-file was wanted`)
  try {
    const passphrase = passphraseFile === undefined ? {} : { passphrase: passphraseIn(passphraseFile) }
    return createPrivateKey({ key: block, ...passphrase })
  } catch (cause) {
    const why = encrypted ? 'the passphrase does not fit' : 'is no PKCS#8 private key'
    throw new Error(`${path}: ${why}`, { cause })
  }
}

function passphraseIn(path: string): string {
  return readText(path).trim()
}

function rawOf(key: KeyObject): string {
  return key.export({ format: 'jwk' }).x ?? ''
}
