/** The tree of a store's keys: unlock key, root, and one key for each purpose (docs/specs/keys.md). */
import { createPrivateKey, generateKeyPairSync, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { type Bytes, concat, hex, number64, readNumber64 } from '@pericard/base'
import { VaultError } from '../errors.ts'
import type { EraseRoot } from '../ports/erase-root.ts'
import type { FrameStore } from '../ports/frame-store.ts'
import { deriveKey, freshKey, keyBytes, type SecretKey, secretKey } from './key.ts'
import { openRecord, sealRecord } from './record.ts'
import { unwrapKey, wrapKey } from './wrap.ts'

const storeFormat = 2

/** The keys that a store of records hangs on, each for one purpose. */
export interface StoreKeys {
  readonly storeId: Bytes
  /** Wraps the DEKs. */
  readonly kek: SecretKey
  /** Makes blind indexes of subjects and DEKs. */
  readonly blind: SecretKey
  /** Authenticates where the chain of frames ends, and what is anchored. */
  readonly head: SecretKey
}

export interface KeyTreeOptions {
  readonly store: FrameStore
  readonly unlockKey: SecretKey
  /** Where the secret lies that the KEK hangs on too; without one, deleted keys are only overwritten on the medium. */
  readonly eraseRoot?: EraseRoot
}

/** An open tree. `generation` is that of the secret in the erase root, 0 without one. */
export interface KeyTree {
  readonly keys: StoreKeys
  readonly root: SecretKey
  readonly generation: number
  readonly eraseRoot: EraseRoot | undefined
}

/** Meta rows that the tree writes; whoever moves to another generation or root commits them with the wrapped keys. */
export interface TreeMeta {
  readonly [name: string]: Bytes
}

/**
 * Opens the tree of a store, or plants one in an empty store. Finishes what a crash interrupted: a generation that was left behind is
 * destroyed.
 *
 * @throws {VaultError} `VAULT_UNLOCK_REFUSED` for a wrong share or another device's store; `VAULT_ERASED` where the secret in the
 * erase root is gone; `VAULT_ERASE_ROOT_MISSING`; `VAULT_FORMAT_UNKNOWN`
 */
export async function openKeyTree(options: KeyTreeOptions): Promise<KeyTree> {
  const { store, unlockKey, eraseRoot } = options
  const storeId = storeIdOf(store)
  if (storeId === undefined) return plant(options)
  const root = rootOf(store, unlockKey, storeId)
  const generation = generationOf(store)
  if (generation > 0 && eraseRoot === undefined)
    throw new VaultError(
      'VAULT_ERASE_ROOT_MISSING',
      'Cannot open the vault: its keys hang on a secret outside the medium, and none is given; nothing was changed',
    )
  const secret = generation === 0 ? undefined : await eraseRoot?.read(generation)
  if (generation > 0 && secret === undefined)
    throw new VaultError(
      'VAULT_ERASED',
      `Cannot open the vault: the secret of generation ${generation} was destroyed, and with it every record`,
    )
  if (generation > 1) await eraseRoot?.destroy(generation - 1)
  return { root, generation, eraseRoot, keys: keysOf(store, storeId, { root, secret, generation }) }
}

async function plant({ store, unlockKey, eraseRoot }: KeyTreeOptions): Promise<KeyTree> {
  const storeId = new Uint8Array(randomBytes(16))
  const generation = eraseRoot === undefined ? 0 : 1
  const secret = await eraseRoot?.create(generation)
  const root = freshKey()
  const meta: TreeMeta = {
    store: new Uint8Array([storeFormat, ...storeId]),
    root: wrappedRoot(root, unlockKey, storeId),
    ...wrappedPurposes({ blind: freshKey(), head: freshKey() }, root, storeId),
    generation: number64(generation),
  }
  store.commit({ meta })
  return { root, generation, eraseRoot, keys: keysOf(store, storeId, { root, secret, generation }) }
}

/** Id of a store; undefined for an empty one. @throws {VaultError} `VAULT_FORMAT_UNKNOWN` */
export function storeIdOf(store: FrameStore): Bytes | undefined {
  const known = store.meta('store')
  if (known === undefined) return undefined
  if (known.length === 17 && known[0] === storeFormat) return known.slice(1)
  const found = `store format ${known[0]}, wanted ${storeFormat}`
  throw new VaultError(
    'VAULT_FORMAT_UNKNOWN',
    `Cannot open the vault: ${found}; ${(known[0] ?? 0) > storeFormat ? 'a newer Pericard wrote it' : 'it was written before the first release'}; nothing was changed`,
  )
}

function rootOf(store: FrameStore, unlockKey: SecretKey, storeId: Bytes): SecretKey {
  try {
    const wrapped = store.meta('root') ?? new Uint8Array()
    return unwrapKey(wrapped, deriveKey(unlockKey, 'root', storeId), `root/${hex(storeId)}`)
  } catch (cause) {
    const why = 'a share is wrong, or the store is another device’s'
    throw new VaultError('VAULT_UNLOCK_REFUSED', `Cannot open the vault: ${why}; nothing was changed`, {
      cause,
    })
  }
}

export function generationOf(store: FrameStore): number {
  return readNumber64(store.meta('generation') ?? number64(0))
}

/** The root wrapped under an unlock key: all that the shares protect. */
export function wrappedRoot(root: SecretKey, unlockKey: SecretKey, storeId: Bytes): Bytes {
  return wrapKey(root, deriveKey(unlockKey, 'root', storeId), `root/${hex(storeId)}`)
}

/** Keys that do not change when the root does: blind indexes on the medium are made with one of them. */
export function wrappedPurposes(
  keys: Pick<StoreKeys, 'blind' | 'head'>,
  root: SecretKey,
  storeId: Bytes,
): TreeMeta {
  const kek = deriveKey(root, 'purposes', storeId)
  return {
    'key:blind': wrapKey(keys.blind, kek, 'blind'),
    'key:head': wrapKey(keys.head, kek, 'head'),
  }
}

/**
 * The KEK of a generation: from the root and the secret in the erase root, so that destroying that secret destroys every key that
 * was ever wrapped under it, on whatever spare block of the flash it still lies.
 */
export function kekOf(
  { root, secret, generation }: { root: SecretKey; secret: SecretKey | undefined; generation: number },
  storeId: Bytes,
): SecretKey {
  if (secret === undefined) return deriveKey(root, 'records', storeId)
  const joined = concat(root.object.export(), secret.object.export())
  const label = `pericard/1/records/${generation}`
  const key = secretKey(new Uint8Array(hkdfSync('sha256', joined, storeId, label, keyBytes)))
  joined.fill(0)
  return key
}

/** The keys of a store from what they hang on. @throws {VaultError} `VAULT_KEY_FORGED` where they are not those */
export function keysOf(
  store: FrameStore,
  storeId: Bytes,
  from: { root: SecretKey; secret: SecretKey | undefined; generation: number },
): StoreKeys {
  const kek = deriveKey(from.root, 'purposes', storeId)
  const purpose = (name: string): SecretKey =>
    unwrapKey(store.meta(`key:${name}`) ?? new Uint8Array(), kek, name)
  return { storeId, kek: kekOf(from, storeId), blind: purpose('blind'), head: purpose('head') }
}

/** The Ed25519 key that signs receipts of erasure; made at first use, and sealed under the root. */
export function receiptKey(store: FrameStore, root: SecretKey): KeyObject {
  const sealed = store.meta('receipt-key')
  if (sealed !== undefined) {
    const der = Buffer.from(openRecord(sealed, deriveKey(root, 'receipt'), 'receipt-key'))
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  }
  const { privateKey } = generateKeyPairSync('ed25519')
  store.commit({ meta: sealedReceiptKey(privateKey, root) })
  return privateKey
}

/** The key of receipts as it is kept under a root. */
export function sealedReceiptKey(key: KeyObject, root: SecretKey): TreeMeta {
  const der = new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }))
  return { 'receipt-key': sealRecord(der, deriveKey(root, 'receipt'), 'receipt-key') }
}
