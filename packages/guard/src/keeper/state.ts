import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type Bytes, utf8 } from '@pericard/base'
import {
  deriveKey,
  freshKey,
  type FrameStore,
  type LogHead,
  openRecord,
  type SecretKey,
  sealRecord,
  unwrapKey,
  VaultError,
  wrapKey,
} from '@pericard/vault'

/** A private key with what was sealed beside it. */
export interface Identity {
  readonly certificate: string
  readonly privateKey: string
}

/**
 * What the keeper keeps beside the records, in the same store: under keys from the device share alone, because it is needed
 * before the fleet's share can be had (identity, unlock-signing key, log).
 */
export class KeeperState {
  readonly #store: FrameStore
  readonly #kek: SecretKey
  readonly #device: SecretKey

  private constructor(store: FrameStore, device: SecretKey) {
    this.#store = store
    this.#device = device
    this.#kek = deriveKey(device, 'keeper')
  }

  /**
   * Checks the device's own key against the store.
   *
   * @throws {VaultError} `VAULT_UNLOCK_REFUSED` for a wrong passphrase; nothing was changed
   */
  static open(store: FrameStore, device: SecretKey): KeeperState {
    const state = new KeeperState(store, device)
    const check = store.meta('device-check')
    if (check === undefined) {
      store.commit({ meta: { 'device-check': wrapKey(freshKey(), state.#kek, 'device-check') } })
      return state
    }
    try {
      unwrapKey(check, state.#kek, 'device-check')
    } catch (cause) {
      const what = 'the passphrase is wrong, or the store is another device’s'
      throw new VaultError('VAULT_UNLOCK_REFUSED', `Cannot open the store: ${what}; nothing was changed`, {
        cause,
      })
    }
    return state
  }

  get logKey(): SecretKey {
    return deriveKey(this.#device, 'log')
  }

  /** Authenticates what ties the store to a counter outside the medium. */
  get anchorKey(): SecretKey {
    return deriveKey(this.#device, 'anchor')
  }

  /** The head of the log as it was last anchored; written after each line, so a log that ends before it was cut. */
  get logHead(): LogHead | undefined {
    const head = this.#store.meta('log-head')
    return head === undefined ? undefined : (JSON.parse(Buffer.from(head).toString('utf8')) as LogHead)
  }

  set logHead(head: LogHead) {
    this.#store.commit({ meta: { 'log-head': utf8(JSON.stringify(head)) } })
  }

  get identity(): Identity | undefined {
    const sealed = this.#store.meta('identity')
    if (sealed === undefined) return undefined
    return JSON.parse(Buffer.from(openRecord(sealed, this.#kek, 'identity')).toString('utf8')) as Identity
  }

  set identity(identity: Identity) {
    this.#store.commit({
      meta: { identity: sealRecord(utf8(JSON.stringify(identity)), this.#kek, 'identity') },
    })
  }

  /** The Ed25519 key that signs requests for the fleet's share; made on first use. It never leaves the keeper. */
  get unlockSigningKey(): KeyObject {
    const sealed = this.#store.meta('unlock-signing')
    if (sealed !== undefined) {
      const der = openRecord(sealed, this.#kek, 'unlock-signing')
      return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })
    }
    const { privateKey } = generateKeyPairSync('ed25519')
    const der = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }))
    this.#store.commit({ meta: { 'unlock-signing': sealRecord(der, this.#kek, 'unlock-signing') } })
    return privateKey
  }

  /** The fleet's share for times without network; undefined where none is kept. */
  get lease(): Bytes | undefined {
    const sealed = this.#store.meta('lease')
    return sealed === undefined || sealed.length === 0 ? undefined : openRecord(sealed, this.#kek, 'lease')
  }

  set lease(lease: Bytes | undefined) {
    if (lease === undefined && (this.#store.meta('lease')?.length ?? 0) === 0) return
    const sealed = lease === undefined ? new Uint8Array() : sealRecord(lease, this.#kek, 'lease')
    this.#store.commit({ meta: { lease: sealed }, scrub: true })
  }

  counter(name: string): number {
    const bytes = this.#store.meta(`keeper:${name}`)
    return bytes === undefined ? 0 : Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0))
  }

  /** Sets counters, all at once and durably. */
  setCounters(values: Readonly<Record<string, number>>): void {
    const meta: Record<string, Bytes> = {}
    for (const [name, value] of Object.entries(values)) {
      const bytes = new Uint8Array(8)
      new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
      meta[`keeper:${name}`] = bytes
    }
    this.#store.commit({ meta })
  }
}

/** A short name of a patient or device for logs: never the name itself. */
export function blindName(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
