import { join } from 'node:path'
import { type Clock, systemClock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { type LogEntry, raiseAnchor, type SecretKey, unlockWith, type Vault } from '@pericard/vault'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import type { Channel, Message } from '../channel.ts'
import { plantCanaries } from './canaries.ts'
import { DeviceLog, headBytes } from './device-log.ts'
import { enrol } from './enrolment.ts'
import { FleetCalls } from './fleet-calls.ts'
import { type LocalSecrets, localSecrets } from './local-secrets.ts'
import { OpenVault } from './open-vault.ts'
import { type OrderKind, takeOrders } from './orders.ts'
import { codeOf } from './records.ts'
import { Requests } from './requests.ts'
import { sendNext } from './sender.ts'
import { countStart, eraseRootOf, logRootOf } from './start.ts'
import { KeeperState } from './state.ts'
import { fleetShare, ShareRefused } from './unlock.ts'
import { witnessLog } from './witness.ts'

/** Waits in milliseconds: between two tries to reach the fleet, between two looks for records to send, between two expiries. */
const retryFirst = 500
const retryLast = 30_000
const sendEvery = 1_000
const expireEvery = 60_000
/** An hour, since the memory of a TPM wears out: what is younger than the last raise can be set back unnoticed. */
const anchorEvery = 3_600_000

export interface KeeperConfig {
  readonly file: DeviceFile
  readonly dataDir: string
  /** `<device.id>:<serial>` */
  readonly device: string
  readonly passphrase?: string | undefined
  /** `/dev/tpmrm0`, or the socket of an emulator. */
  readonly tpm?: string | undefined
  readonly oneTimeCode?: string | undefined
}

/** Keys and store of the device. No network: what it says to the fleet goes through the courier, sealed. */
export class Keeper {
  readonly #config: KeeperConfig
  readonly #channel: Channel
  readonly #clock: Clock = systemClock
  readonly #fleet: FleetCalls
  readonly #frames: SqliteFrameStore
  readonly #state: KeeperState
  readonly #log: DeviceLog
  readonly #local: LocalSecrets
  readonly #requests: Requests
  #open: OpenVault | undefined

  private constructor(
    config: KeeperConfig,
    channel: Channel,
    from: { frames: SqliteFrameStore; local: LocalSecrets; state: KeeperState; log: DeviceLog },
  ) {
    this.#config = config
    this.#channel = channel
    this.#fleet = new FleetCalls(channel)
    this.#frames = from.frames
    this.#local = from.local
    this.#state = from.state
    this.#log = from.log
    this.#requests = new Requests({
      ...{ file: config.file, clock: this.#clock, channel },
      log: (entry) => this.log(entry),
      open: () => this.#open,
    })
  }

  /**
   * Opens store and log, both before anything else runs.
   *
   * @throws {VaultError} wrong passphrase, broken, foreign or older store or log; nothing was changed
   * @throws {TpmError} a TPM that refuses or cannot be reached; try again
   */
  static async open(config: KeeperConfig, channel: Channel): Promise<Keeper> {
    const frames = new SqliteFrameStore(join(config.dataDir, 'vault.db'))
    try {
      const fresh = frames.meta('device-check') === undefined
      const local = await localSecrets(frames, config.file, config)
      const state = KeeperState.open(frames, local.device)
      const anchored = await countStart(frames, state, local, fresh)
      const log = await DeviceLog.open({
        ...{ dataDir: config.dataDir, file: config.file, state, clock: systemClock, anchored },
        eraseRoot: logRootOf(config.file, local),
      })
      return await Keeper.#started(new Keeper(config, channel, { frames, local, state, log }))
    } catch (error) {
      frames.close()
      throw error
    }
  }

  static async #started(keeper: Keeper): Promise<Keeper> {
    keeper.log({
      level: 'info',
      event: 'keeper-started',
      detail: `boot ${keeper.#state.counter('boot-epoch')}`,
    })
    await keeper.#anchor()
    keeper.#status('log-open', '')
    return keeper
  }

  /** Enrols if need be, unlocks, then sends and expires for as long as the process lives. Never returns. */
  async run(): Promise<void> {
    setInterval(() => this.#expire(), expireEvery)
    setInterval(() => void this.#anchor(), anchorEvery)
    await this.#insist('enrolment', () => this.#identify())
    setInterval(() => void this.#witness(), anchorEvery)
    void this.#witness()
    for (;;) {
      const lease = await this.#insist('unlocking', () => this.#unlock())
      await this.#sendUntil(this.#clock.now() + lease)
    }
  }

  /** Closes log and store; what was acknowledged is durable anyway. */
  close(): void {
    this.#log.close()
    this.#frames.close()
  }

  /** The courier was started anew: it has forgotten who we are. */
  handIdentity(): void {
    const { identity } = this.#state
    if (identity !== undefined) this.#channel.send({ to: 'courier', type: 'identity', ...identity })
  }

  onMessage(message: Message): void {
    if (message.type === 'answer') this.#fleet.onAnswer(message)
    else if (message.type === 'courier-started') this.handIdentity()
    else this.#requests.onMessage(message)
  }

  /** Writes the log and anchors its head. A log that cannot be written is said, never passed over. */
  log(entry: Omit<LogEntry, 'at'>): void {
    try {
      this.#log.append(entry)
    } catch (error) {
      this.#status('log-failed', codeOf(error))
    }
  }

  async #identify(): Promise<void> {
    if (this.#state.identity === undefined) {
      const { device, oneTimeCode } = this.#config
      if (oneTimeCode === undefined) throw new Error('not enrolled, and no one-time code was given')
      this.#state.identity = await enrol(device, oneTimeCode, this.#fleet)
      this.log({ level: 'security', event: 'enrolled', detail: device })
    }
    this.handIdentity()
    this.#status('enrolled', this.#config.device)
  }

  /** Returns after how many milliseconds the share has to be asked for again: half the lease. */
  async #unlock(): Promise<number> {
    try {
      const { share, leaseSeconds } = await fleetShare(
        this.#config.device,
        this.#state,
        this.#fleet,
        this.#local.hardware?.tpm,
      )
      if (this.#open === undefined) {
        this.#open = await this.#openVault(share)
        this.#plantCanaries()
        this.log({ level: 'security', event: 'vault-unlocked', detail: `lease ${leaseSeconds} s` })
        this.#status('unlocked', `lease ${leaseSeconds} s`)
      }
      return (leaseSeconds * 1000) / 2
    } catch (error) {
      // Refused: revoked or reported stolen. What was unlocked is locked at once; therapy does not depend on it.
      if (error instanceof ShareRefused && this.#open !== undefined) {
        this.#open = undefined
        this.log({ level: 'security', event: 'vault-locked', detail: error.message })
        this.#status('locked', error.message)
      }
      throw error
    }
  }

  async #openVault(fleet: SecretKey): Promise<OpenVault> {
    const { keys, vault, data } = this.#config.file
    const shares = new Map(this.#local.shares)
    for (const id of vault.unlock)
      if (keys.find((key) => key.id === id)?.storedBy === 'fleet') shares.set(id, fleet)
    const { unlock, threshold } = vault
    const policy = { shares: unlock, ...(threshold === undefined ? {} : { threshold }) }
    return OpenVault.open({
      store: this.#frames,
      clock: this.#clock,
      unlockKey: await unlockWith(this.#frames, policy, shares),
      eraseRoot: eraseRootOf(this.#config.file, this.#local),
      keep: new Map(data.map((item) => [item.id, item.keep ?? ('forever' as const)])),
      onCanary: (item) => {
        this.log({ level: 'security', event: 'canary-opened', detail: item })
        this.#status('canary-opened', item)
      },
      onReceipt: ({ receipt }) => {
        const { generation, root, erased } = receipt
        const keysGone = erased.reduce((sum, one) => sum + one.keys, 0)
        const detail = `${keysGone} keys, root of generation ${generation} in the ${root}`
        this.log({ level: 'security', event: 'erasure-settled', detail })
        void this.#anchor()
      },
    })
  }

  /** Moves store and log on beside the TPM's counter. */
  async #anchor(): Promise<void> {
    const { hardware } = this.#local
    if (hardware === undefined) return
    const counter = hardware.tpm.anchorCounter(hardware.secrets.auth)
    await raiseAnchor(this.#frames, this.#state.anchorKey, counter, headBytes(this.#log.head)).catch(
      (error: unknown) => this.#status('waiting', `anchor: ${codeOf(error)}`),
    )
  }

  /** The fleet learns how far the log has come; what does not hold up against what it saw is said at once. */
  async #witness(): Promise<void> {
    try {
      const fault = await witnessLog(this.#log, this.#fleet)
      if (fault === undefined) return this.#status('log-witnessed', `line ${this.#log.head.sequence}`)
      this.#status('log-broken', fault.code)
      this.log({ level: 'security', event: 'log-broken', detail: fault.message })
    } catch (error) {
      this.#status('waiting', `log: ${codeOf(error)}`)
    }
  }

  /** Orders wait until the vault is open: what they are about is in it. */
  async #takeOrders(): Promise<void> {
    const { dataDir, device, file } = this.#config
    const desk = { dataDir, device, vault: file.vault, state: this.#state, clock: this.#clock }
    try {
      for (const { order, answer } of await takeOrders({ ...desk, perform: (kind) => this.#perform(kind) })) {
        const detail = answer.done
          ? answer.approvedBy.length === 0
            ? 'no approval needed'
            : `by ${answer.approvedBy.join(', ')}`
          : answer.why
        this.log({ level: 'security', event: answer.done ? order : `${order}-refused`, detail })
        this.#status(answer.done ? order : `${order}-refused`, detail)
      }
    } catch (error) {
      this.#status('waiting', `orders: ${codeOf(error)}`)
    }
  }

  async #perform(order: OrderKind): Promise<void> {
    if (order === 'rotate-log') await this.#log.rotate()
    else await this.#open?.rotateRoot()
    await this.#anchor()
  }

  async #sendUntil(end: number): Promise<void> {
    while (this.#clock.now() < end && this.#open !== undefined) {
      await this.#takeOrders()
      const sent = await this.#trySend(this.#open.vault)
      if (sent === 0) await wait(Math.min(sendEvery, Math.max(0, end - this.#clock.now())))
    }
  }

  async #trySend(vault: Vault): Promise<number> {
    try {
      const sent = await sendNext(this.#config.device, vault, this.#state, this.#fleet)
      if (sent > 0) this.#status('sent', `${sent} observations`)
      return sent
    } catch (error) {
      this.#status('waiting', error instanceof Error ? error.message : 'failed')
      return 0
    }
  }

  #expire(): void {
    const gone = this.#open?.vault.expire() ?? 0
    if (gone > 0) this.log({ level: 'info', event: 'retention', detail: `${gone} keys destroyed` })
    if (gone > 0) this.#compact()
    this.#plantCanaries()
    this.#log.retire().catch((error: unknown) => this.#status('waiting', `log: ${codeOf(error)}`))
    this.#open?.settle().catch((error: unknown) => this.#status('waiting', `erasure: ${codeOf(error)}`))
  }

  /** A record of nobody for each item and day, among the others. */
  #plantCanaries(): void {
    const vault = this.#open?.vault
    if (vault === undefined) return
    try {
      plantCanaries(this.#config.file, vault, this.#clock)
    } catch (error) {
      this.#status('waiting', `canary: ${codeOf(error)}`)
    }
  }

  #compact(): void {
    try {
      this.#open?.vault.compact()
    } catch (error) {
      // Never by itself a reason to stop: what is there can be read, and what is missing is said.
      this.log({ level: 'security', event: 'vault-broken', detail: codeOf(error) })
      this.#status('vault-broken', codeOf(error))
    }
  }

  #status(status: string, detail: string): void {
    this.#channel.send({ type: 'status', status, detail })
  }

  /** Tries until it works; the wait doubles. Nothing but records and sending waits for it. */
  async #insist<T>(what: string, attempt: () => Promise<T>): Promise<T> {
    for (let pause = retryFirst; ; pause = Math.min(pause * 2, retryLast)) {
      try {
        return await attempt()
      } catch (error) {
        this.#status('waiting', `${what}: ${error instanceof Error ? error.message : 'failed'}`)
        await wait(pause)
      }
    }
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, milliseconds))
}
