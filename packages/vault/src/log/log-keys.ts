/** The keys of a sealed log, and who keeps the seeds of its segments. */
import { decapsulate, encapsulate, hkdfSync, type KeyObject } from 'node:crypto'
import { type Bytes, concat } from '@pericard/base'
import { VaultError } from '../errors.ts'
import { deriveKey, keyBytes, type SecretKey, secretKey } from '../keys/key.ts'
import { unwrapKey, wrapKey, wrappedKeyBytes } from '../keys/wrap.ts'
import type { EraseRoot } from '../ports/erase-root.ts'
import type { LogStore } from '../ports/log-store.ts'
import { readIndex } from './log-index.ts'

/** Seals the seed of a segment: whoever opens it reads the segment, and nobody else. */
export interface SeedKeeper {
  /** @param context names log and segment; a seed that was moved does not open */
  seal(seed: SecretKey, context: string): Bytes
  /** Undefined where the key is another one, or gone. */
  open(sealed: Bytes, context: string): SecretKey | undefined
}

export interface LogKeys {
  /** Authenticates the index. */
  readonly index: SecretKey
  /** Wraps the state from which writing goes on after a start. */
  readonly resume: SecretKey
  readonly seeds: SeedKeeper
  /** Of the secret in the erase root that `resume` and the seeds hang on; 0 without one. */
  readonly generation: number
}

/** Keys that follow from the device's log key, and from a secret that can be destroyed where there is one. */
export function deviceLogKeys(logKey: SecretKey, root?: { generation: number; secret: SecretKey }): LogKeys {
  const kek = root === undefined ? deriveKey(logKey, 'log-seeds') : joined(logKey, root)
  return {
    index: deriveKey(logKey, 'log-index'),
    resume: deriveKey(kek, 'resume'),
    seeds: deviceSeeds(kek),
    generation: root?.generation ?? 0,
  }
}

function joined(
  logKey: SecretKey,
  { generation, secret }: { generation: number; secret: SecretKey },
): SecretKey {
  const both = concat(logKey.object.export(), secret.object.export())
  const label = `pericard/2/log-seeds/${generation}`
  const key = secretKey(new Uint8Array(hkdfSync('sha256', both, new Uint8Array(), label, keyBytes)))
  both.fill(0)
  return key
}

function deviceSeeds(kek: SecretKey): SeedKeeper {
  return {
    seal: (seed, context) => wrapKey(seed, kek, context),
    open: (sealed, context) => {
      try {
        return unwrapKey(sealed, kek, context)
      } catch {
        return undefined
      }
    },
  }
}

/**
 * Seeds for a reader outside the device: the device writes lines that it cannot read again, and whoever takes all of it over, with
 * every key, reads nothing of what was logged before. KEM and then key wrap (RFC 9180, 4.1 for X25519; FIPS 203 for ML-KEM), as
 * `node:crypto` has them.
 *
 * @param reader public key to seal, private key to open as well: X25519 or ML-KEM-768
 */
export function readerSeeds(reader: KeyObject): SeedKeeper {
  return {
    seal: (seed, context) => {
      const { sharedKey, ciphertext } = encapsulate(reader)
      return concat(ciphertext, wrapKey(seed, kekOf(sharedKey), context))
    },
    open: (sealed, context) => {
      if (reader.type !== 'private' || sealed.length <= wrappedKeyBytes) return undefined
      try {
        const at = sealed.length - wrappedKeyBytes
        return unwrapKey(sealed.subarray(at), kekOf(decapsulate(reader, sealed.subarray(0, at))), context)
      } catch {
        return undefined
      }
    },
  }
}

function kekOf(shared: Uint8Array): SecretKey {
  return deriveKey(secretKey(new Uint8Array(shared)), 'log-reader')
}

/**
 * The keys of a log whose seeds hang on an erase root. A generation that a crash left behind is destroyed.
 *
 * @throws {VaultError} `VAULT_ERASED` where the secret is gone, `VAULT_ERASE_ROOT_MISSING`
 */
export async function openLogKeys(
  store: LogStore,
  logKey: SecretKey,
  eraseRoot: EraseRoot | undefined,
): Promise<LogKeys> {
  const index = readIndex(store, deriveKey(logKey, 'log-index'))
  // With an index that is none, no secret is made or destroyed. Whoever writes or verifies meets its fault first.
  if (typeof index === 'string') return deviceLogKeys(logKey)
  const known = index?.generation
  if (known === undefined && eraseRoot !== undefined)
    return deviceLogKeys(logKey, { generation: 1, secret: await eraseRoot.create(1) })
  if (known === undefined || known === 0) return deviceLogKeys(logKey)
  if (eraseRoot === undefined)
    throw new VaultError(
      'VAULT_ERASE_ROOT_MISSING',
      'Cannot open the log: its keys hang on a secret outside the medium, and none is given; nothing was changed',
    )
  const secret = await eraseRoot.read(known)
  if (secret === undefined)
    throw new VaultError(
      'VAULT_ERASED',
      `Cannot open the log: the secret of generation ${known} was destroyed, and with it every line`,
    )
  if (known > 1) await eraseRoot.destroy(known - 1)
  return deviceLogKeys(logKey, { generation: known, secret })
}
