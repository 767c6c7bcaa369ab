import type { Clock } from '@pericard/base'
import {
  type EraseRoot,
  type FrameStore,
  type KeyTree,
  openKeyTree,
  rotateRoot,
  type SecretKey,
  settleErasure,
  type SignedReceipt,
  Vault,
} from '@pericard/vault'

export interface OpenVaultOptions {
  readonly store: FrameStore
  readonly clock: Clock
  readonly unlockKey: SecretKey
  readonly eraseRoot: EraseRoot | undefined
  readonly keep: ReadonlyMap<string, number | 'forever'>
  /** A canary of an item was opened. */
  readonly onCanary: (data: string) => void
  /** Each erasure once its root is gone. */
  readonly onReceipt: (receipt: SignedReceipt) => void
}

/** The vault while it is unlocked, with the keys that it hangs on. What is deleted loses the root of its keys, too. */
export class OpenVault {
  readonly vault: Vault
  readonly #options: OpenVaultOptions
  #tree: KeyTree
  #settling: Promise<SignedReceipt | undefined> = Promise.resolve(undefined)

  private constructor(options: OpenVaultOptions, tree: KeyTree) {
    this.#options = options
    this.#tree = tree
    const { store, clock, keep, onCanary } = options
    this.vault = Vault.open({ store, clock, keys: tree.keys, keep, onCanary })
  }

  /** @throws {VaultError} a share is wrong, the store was wiped, broken or written by a newer Pericard */
  static async open(options: OpenVaultOptions): Promise<OpenVault> {
    const { store, unlockKey, eraseRoot } = options
    const tree = await openKeyTree({ store, unlockKey, ...(eraseRoot === undefined ? {} : { eraseRoot }) })
    return new OpenVault(options, tree)
  }

  /** Deletes one subject. Without a receipt the keys are gone from the store, and their root still has to die. */
  async erase(subject: string): Promise<{ keys: number; receipt?: SignedReceipt }> {
    const keys = this.vault.deleteSubject(subject)
    const receipt = keys === 0 ? undefined : await this.settle().catch(() => undefined)
    return { keys, ...(receipt === undefined ? {} : { receipt }) }
  }

  /** Moves the vault to a new root key and a new generation; reading and writing go on under them. */
  async rotateRoot(): Promise<void> {
    await this.settle()
    const { store, clock, unlockKey } = this.#options
    this.#tree = await rotateRoot({ store, vault: this.vault, tree: this.#tree, clock }, unlockKey)
  }

  /**
   * Finishes what was deleted; one at a time. Call it again after it failed.
   *
   * @throws what the erase root throws while it cannot be reached
   */
  settle(): Promise<SignedReceipt | undefined> {
    const work = this.#settling
      .catch(() => undefined)
      .then(async () => {
        const { store, clock, onReceipt } = this.#options
        const { tree, receipt } = await settleErasure({ store, vault: this.vault, tree: this.#tree, clock })
        this.#tree = tree
        if (receipt !== undefined) onReceipt(receipt)
        return receipt
      })
    this.#settling = work
    return work
  }
}
