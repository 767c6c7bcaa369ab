import { randomBytes } from 'node:crypto'
import type { Bytes } from '@pericard/base'
import { VaultError } from '../errors.ts'
import type { FrameStore } from '../ports/frame-store.ts'
import { deriveKey, freshKey, type SecretKey } from './key.ts'
import { unwrapKey, wrapKey } from './wrap.ts'

const storeFormat = 1

/** The keys that a store of records hangs on, each for one purpose. */
export interface StoreKeys {
  readonly storeId: Bytes
  /** Wraps the DEKs. */
  readonly kek: SecretKey
  /** Makes blind indexes of subjects and DEKs. */
  readonly blind: SecretKey
  /** Authenticates where the chain of frames ends. */
  readonly head: SecretKey
}

/**
 * Derives the keys of a store after checking that the unlock key is this store's; begins a store where it is empty.
 *
 * @throws {VaultError} `VAULT_UNLOCK_REFUSED` for a wrong share or another device's store, `VAULT_FORMAT_UNKNOWN`
 */
export function openStoreKeys(store: FrameStore, unlockKey: SecretKey): StoreKeys {
  const known = store.meta('store')
  if (known === undefined) {
    const storeId = new Uint8Array(randomBytes(16))
    const check = wrapKey(freshKey(), deriveKey(unlockKey, 'check', storeId), 'check')
    store.commit({ meta: { store: new Uint8Array([storeFormat, ...storeId]), check } })
    return derived(unlockKey, storeId)
  }
  if (known.length !== 17 || known[0] !== storeFormat) {
    throw new VaultError(
      'VAULT_FORMAT_UNKNOWN',
      `Cannot open the vault: store format ${known[0]}, wanted ${storeFormat}; a newer Pericard wrote it`,
    )
  }
  const storeId = known.slice(1)
  try {
    unwrapKey(store.meta('check') ?? new Uint8Array(), deriveKey(unlockKey, 'check', storeId), 'check')
  } catch (cause) {
    const why = 'a share is wrong, or the store is another device’s'
    throw new VaultError('VAULT_UNLOCK_REFUSED', `Cannot open the vault: ${why}; nothing was changed`, {
      cause,
    })
  }
  return derived(unlockKey, storeId)
}

function derived(unlockKey: SecretKey, storeId: Bytes): StoreKeys {
  return {
    storeId,
    kek: deriveKey(unlockKey, 'records', storeId),
    blind: deriveKey(unlockKey, 'blind-index', storeId),
    head: deriveKey(unlockKey, 'head', storeId),
  }
}
