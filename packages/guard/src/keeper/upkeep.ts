/** What the keeper does with an open vault beside records: retention, canaries, orders, escrow. */
import type { Clock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { plantCanaries } from './canaries.ts'
import type { DeviceLog } from './device-log.ts'
import type { OpenVault } from './open-vault.ts'
import { type Order, takeOrders } from './orders.ts'
import { codeOf } from './records.ts'
import type { KeeperState } from './state.ts'
import type { Say } from './say.ts'

export interface UpkeepOptions {
  readonly file: DeviceFile
  readonly dataDir: string
  readonly device: string
  readonly clock: Clock
  readonly state: KeeperState
  readonly log: DeviceLog
  readonly say: Say
  readonly open: () => OpenVault | undefined
  /** Gets another key and certificate from the fleet. */
  readonly renewIdentity: () => Promise<void>
  /** Moves store and log on beside the TPM's counter. */
  readonly anchor: () => Promise<void>
}

/** None of it is ever a reason to stop: what failed is said, and tried again with the next round. */
export class Upkeep {
  readonly #options: UpkeepOptions

  constructor(options: UpkeepOptions) {
    this.#options = options
  }

  /** After the vault was opened. */
  async opened(): Promise<void> {
    const { open, say } = this.#options
    this.#plantCanaries()
    if (open()?.custodyIsDeclared === false)
      say.security(
        'officers-differ',
        'the device file declares other officers than the vault knows; those of the vault count',
      )
    await this.renewEscrow()
  }

  /** Every minute. */
  expire(): void {
    const { open, log, say } = this.#options
    const gone = open()?.vault.expire() ?? 0
    if (gone > 0) say.log({ level: 'info', event: 'retention', detail: `${gone} keys destroyed` })
    if (gone > 0) this.#compact()
    this.#plantCanaries()
    log.retire().catch((error: unknown) => say.status('waiting', `log: ${codeOf(error)}`))
    void this.#settle()
  }

  /** Every ten minutes, and before the vault is closed: who reads all there is leaves a line. */
  accountForKeys(vault: OpenVault | undefined = this.#options.open()): void {
    const { say } = this.#options
    const uses = vault?.vault.keyUses() ?? []
    const parts = uses.map(
      ({ data, sealed, opened, keys }) =>
        `${data}: ${sealed} frames sealed, ${opened} opened, under ${keys} keys`,
    )
    if (parts.length > 0) say.log({ level: 'info', event: 'key-use', detail: parts.join('; ') })
  }

  async #settle(): Promise<void> {
    const { open, say } = this.#options
    await open()
      ?.settle()
      .catch((error: unknown) => say.status('waiting', `erasure: ${codeOf(error)}`))
    await this.renewEscrow()
  }

  /** Orders wait until the vault is open: what they are about is in it. */
  async takeOrders(): Promise<void> {
    const { dataDir, device, clock, state, say, open } = this.#options
    const custody = open()?.custody
    if (custody === undefined) return
    const desk = { dataDir, device, custody, state, clock }
    try {
      for (const { order, answer } of await takeOrders({ ...desk, perform: (each) => this.#perform(each) })) {
        const detail = answer.done
          ? answer.approvedBy.length === 0
            ? 'no approval needed'
            : `by ${answer.approvedBy.join(', ')}`
          : answer.why
        say.security(answer.done ? order : `${order}-refused`, detail)
      }
    } catch (error) {
      say.status('waiting', `orders: ${codeOf(error)}`)
    }
  }

  async #perform({ order, custody = '' }: Order): Promise<void> {
    const { log, open, anchor, renewIdentity } = this.#options
    if (order === 'rotate-identity') return renewIdentity()
    if (order === 'rotate-log') await log.rotate()
    else if (order === 'rotate-root') await open()?.rotateRoot()
    else open()?.adoptCustody(custody)
    await this.renewEscrow()
    await anchor()
  }

  /** Pieces are of the present keys and officers only. */
  async renewEscrow(): Promise<void> {
    const { open, say } = this.#options
    try {
      const vault = open()
      if ((await vault?.renewEscrow()) !== true) return
      const { escrow, officers = [] } = vault?.custody ?? {}
      const holders = officers.filter(({ escrowKey }) => escrowKey !== undefined).length
      say.security('escrow-renewed', escrow === undefined ? 'withdrawn' : `${escrow} of ${holders} officers`)
    } catch (error) {
      say.status('waiting', `escrow: ${codeOf(error)}`)
    }
  }

  /** A record of nobody for each item and day, among the others. */
  #plantCanaries(): void {
    const { file, clock, open, say } = this.#options
    const vault = open()?.vault
    if (vault === undefined) return
    try {
      plantCanaries(file, vault, clock)
    } catch (error) {
      say.status('waiting', `canary: ${codeOf(error)}`)
    }
  }

  #compact(): void {
    const { open, say } = this.#options
    try {
      open()?.vault.compact()
    } catch (error) {
      // What is there can be read, and what is missing is said.
      say.security('vault-broken', codeOf(error))
    }
  }
}
