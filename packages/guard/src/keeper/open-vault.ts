import type { Clock } from '@pericard/base'
import {
  type EraseRoot,
  type FrameStore,
  type KeyTree,
  openKeyTree,
  rotateRoot,
  rotateShares,
  type SecretKey,
  settleErasure,
  type SignedReceipt,
  Vault,
} from '@pericard/vault'
import { type Custody, custodyDigest, custodyIn, keepCustody } from './custody.ts'
import { renewEscrow } from './escrow.ts'

export interface OpenVaultOptions {
  readonly store: FrameStore
  readonly clock: Clock
  /** `<device.id>:<serial>` */
  readonly device: string
  /** As the device file declares it. */
  readonly custody: Custody
  readonly unlockKey: SecretKey
  readonly eraseRoot: EraseRoot | undefined
  /** Where the fleet's share is the erase root: gets another one and has this one destroyed; `move` is called in between. */
  readonly turnShare?: (move: (unlockKey: SecretKey) => void) => Promise<void>
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
  #unlockKey: SecretKey
  #custody: Custody
  /** Changes of the keys, one after the other. */
  #busy: Promise<unknown> = Promise.resolve()

  private constructor(options: OpenVaultOptions, tree: KeyTree, fresh: boolean) {
    this.#options = options
    this.#tree = tree
    this.#unlockKey = options.unlockKey
    this.#custody = custodyIn(options.store, tree, options.custody, fresh)
    const { store, clock, keep, onCanary } = options
    this.vault = Vault.open({ store, clock, keys: tree.keys, keep, onCanary })
  }

  /** @throws {VaultError} a share is wrong, the store was wiped, broken or written by a newer Pericard */
  static async open(options: OpenVaultOptions): Promise<OpenVault> {
    const { store, unlockKey, eraseRoot } = options
    const fresh = store.meta('store') === undefined
    const tree = await openKeyTree({ store, unlockKey, ...(eraseRoot === undefined ? {} : { eraseRoot }) })
    return new OpenVault(options, tree, fresh)
  }

  /** Who has a say over the keys; the device file may declare others, until an order takes them over. */
  get custody(): Custody {
    return this.#custody
  }

  /** Whether the device file declares what counts. */
  get custodyIsDeclared(): boolean {
    return custodyDigest(this.#custody) === custodyDigest(this.#options.custody)
  }

  /**
   * Takes over what the device file declares; the caller has seen the approvals.
   *
   * @param digest of what was approved
   * @throws {Error} the device file declares something else; nothing was changed
   */
  adoptCustody(digest: string): void {
    const { store, custody } = this.#options
    if (custodyDigest(custody) !== digest)
      throw new Error('the device file declares other officers than the order')
    keepCustody(store, this.#tree, custody)
    this.#custody = custody
  }

  /** Keeps the escrow that of the present keys and officers. @returns whether it was changed */
  renewEscrow(): Promise<boolean> {
    return this.#next(() => {
      const { store, device, clock } = this.#options
      return renewEscrow({ store, device, tree: this.#tree, custody: this.#custody, now: clock.now() })
    })
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
    await this.#next(async () => {
      const { store, clock } = this.#options
      this.#tree = await rotateRoot({ store, vault: this.vault, tree: this.#tree, clock }, this.#unlockKey)
    })
  }

  /**
   * Finishes what was deleted. Call it again after it failed.
   *
   * @throws what the erase root throws while it cannot be reached
   */
  settle(): Promise<SignedReceipt | undefined> {
    return this.#next(async () => {
      const { store, clock, onReceipt, turnShare } = this.#options
      const turn = async (tree: KeyTree): Promise<void> => {
        this.#tree = tree
        await turnShare?.((unlockKey) => this.#moveTo(unlockKey))
      }
      const shareTurn = turnShare === undefined ? {} : { shareTurn: { unlockKey: this.#unlockKey, turn } }
      const { tree, receipt } = await settleErasure({
        ...{ store, vault: this.vault, tree: this.#tree, clock },
        ...shareTurn,
      })
      this.#tree = tree
      if (receipt !== undefined) onReceipt(receipt)
      return receipt
    })
  }

  /** Wraps the root under another unlock key: a share was replaced. */
  moveTo(unlockKey: SecretKey): Promise<void> {
    return this.#next(async () => this.#moveTo(unlockKey))
  }

  #moveTo(unlockKey: SecretKey): void {
    const { store, clock } = this.#options
    rotateShares(store, this.#tree, unlockKey, clock.now())
    this.#unlockKey = unlockKey
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#busy.then(work)
    this.#busy = done.catch(() => undefined)
    return done
  }
}
