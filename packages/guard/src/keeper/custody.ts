/**
 * Who has a say over the keys: officers, how many approvals an order needs, who holds pieces of the escrow. The device file declares
 * it, and the first start seals it into the vault: a device file that was changed on a stolen medium puts nobody else in
 * (CWE-345, CWE-284). Other officers come in by an order that those before them approve.
 */
import { createHash } from 'node:crypto'
import { type Bytes, canonicalJson, fromUtf8, parseJson, utf8 } from '@pericard/base'
import type { VaultSettings } from '@pericard/model'
import { deriveKey, type FrameStore, type KeyTree, openRecord, sealRecord } from '@pericard/vault'

export type Custody = Pick<VaultSettings, 'officers' | 'approvals' | 'escrow'>

const nobody: Custody = {}

/** What a device file declares. */
export function custodyOf({ officers, approvals, escrow }: VaultSettings): Custody {
  return {
    ...(officers === undefined ? {} : { officers }),
    ...(approvals === undefined ? {} : { approvals }),
    ...(escrow === undefined ? {} : { escrow }),
  }
}

/** SHA-256 of what is declared, hexadecimal: what an order to take it over names. */
export function custodyDigest(custody: Custody): string {
  return createHash('sha256')
    .update(`pericard/1/custody\n${canonicalJson(custody)}`)
    .digest('hex')
}

/**
 * The custody that counts.
 *
 * @param fresh the vault was planted just now: what is declared counts from now on
 * @returns nobody where a store of before has none: it is never taken from the device file later
 * @throws {VaultError} `VAULT_RECORD_FORGED` for an altered one
 */
export function custodyIn(store: FrameStore, tree: KeyTree, declared: Custody, fresh: boolean): Custody {
  const kept = store.meta('custody')
  if (kept !== undefined) {
    const text = fromUtf8(openRecord(kept, keyOf(tree), 'custody'))
    return parseJson(text ?? 'null') as Custody
  }
  if (!fresh) return nobody
  keepCustody(store, tree, declared)
  return declared
}

/** Seals another custody in. Only after those before approved it. */
export function keepCustody(store: FrameStore, tree: KeyTree, custody: Custody): void {
  const sealed: Bytes = sealRecord(utf8(canonicalJson(custody)), keyOf(tree), 'custody')
  store.commit({ meta: { custody: sealed } })
}

/** Under a key that outlives rotations. */
function keyOf(tree: KeyTree): ReturnType<typeof deriveKey> {
  return deriveKey(tree.keys.head, 'custody')
}
