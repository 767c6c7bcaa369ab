import { join } from 'node:path'
import { type Clock, systemClock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { raiseAnchor, type SecretKey, type Vault } from '@pericard/vault'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import type { Channel, Message } from '../channel.ts'
import { custodyOf } from './custody.ts'
import { DeviceLog, headBytes } from './device-log.ts'
import { enrol, isDue, renewIdentity } from './enrolment.ts'
import { FleetCalls } from './fleet-calls.ts'
import { FleetEvents } from './fleet-events.ts'
import { type LocalSecrets, localSecrets } from './local-secrets.ts'
import { OpenVault } from './open-vault.ts'
import { codeOf } from './records.ts'
import { Requests } from './requests.ts'
import { Say } from './say.ts'
import { sendNext } from './sender.ts'
import { countStart, eraseRootOf, fleetIsEraseRoot, logRootOf } from './start.ts'
import { KeeperState } from './state.ts'
import { Support } from './support.ts'
import { Unlocking } from './unlocking.ts'
import { Upkeep } from './upkeep.ts'
import { witnessLog } from './witness.ts'

/** Waits in milliseconds: between two tries to enrol, between two looks for records to send, two expiries, two accounts. */
const retryFirst = 500
const retryLast = 30_000
const sendEvery = 1_000
const expireEvery = 60_000
const accountEvery = 600_000
const eventsEvery = 5_000
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

/** Goes on while the wall clock is set back and forth. */
const uptime: Clock = { now: () => performance.now() }

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
  readonly #say: Say
  readonly #unlocking: Unlocking
  readonly #upkeep: Upkeep
  readonly #support: Support
  readonly #events: FleetEvents

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
    this.#say = new Say(from.log, channel)
    this.#unlocking = new Unlocking({
      ...{ file: config.file, device: config.device, store: from.frames, state: from.state },
      ...{ local: from.local, fleet: this.#fleet, say: this.#say, uptime },
      open: (unlockKey) => this.#openVault(unlockKey),
      closing: (vault) => this.#upkeep.accountForKeys(vault),
    })
    const open = (): OpenVault | undefined => this.#unlocking.open
    this.#upkeep = new Upkeep({
      ...{ file: config.file, dataDir: config.dataDir, device: config.device, clock: this.#clock },
      ...{ state: from.state, log: from.log, say: this.#say, open, anchor: () => this.#anchor() },
      renewIdentity: () => this.#renewIdentity(),
    })
    this.#events = new FleetEvents({
      log: (entry) => this.#say.log(entry),
      line: () => from.log.head.sequence,
      post: (report) => this.#fleet.call('POST', '/v1/events', { body: JSON.stringify(report) }),
    })
    this.#support = new Support({
      ...{ file: config.file, dataDir: config.dataDir, device: config.device, channel, open },
      ...{ state: from.state, log: from.log, say: this.#say, events: this.#events },
      trouble: () => this.#unlocking.trouble,
    })
    this.#requests = new Requests({
      ...{ file: config.file, clock: this.#clock, channel, open },
      log: (entry) => this.#say.log(entry),
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
    keeper.#say.log({
      level: 'info',
      event: 'keeper-started',
      detail: `boot ${keeper.#state.counter('boot-epoch')}`,
    })
    await keeper.#anchor()
    keeper.#say.status('log-open', '')
    return keeper
  }

  /** Enrols if need be, unlocks, then sends and expires for as long as the process lives. Never returns. */
  async run(): Promise<void> {
    this.#support.start()
    setInterval(() => this.#upkeep.expire(), expireEvery)
    setInterval(() => void this.#anchor(), anchorEvery)
    setInterval(() => this.#upkeep.accountForKeys(), accountEvery)
    await this.#insist('enrolment', () => this.#identify())
    setInterval(() => void this.#witness(), anchorEvery)
    setInterval(() => void this.#events.send(), eventsEvery)
    setInterval(() => this.#renewIfDue(), anchorEvery)
    this.#renewIfDue()
    void this.#witness()
    for (;;) {
      const wasOpen = this.#unlocking.open !== undefined
      const pause = await this.#unlocking.ask()
      if (!wasOpen && this.#unlocking.open !== undefined) await this.#upkeep.opened()
      await this.#workFor(pause)
    }
  }

  /** Closes log and store; what was acknowledged is durable anyway. */
  close(): void {
    this.#upkeep.accountForKeys()
    this.#log.close()
    this.#frames.close()
  }

  /** The courier was started anew: it has forgotten who we are. */
  handIdentity(): void {
    const { identity } = this.#state
    if (identity === undefined) return
    this.#say.log({ level: 'info', event: 'identity-handed', detail: 'to the courier' })
    this.#channel.send({ to: 'courier', type: 'identity', ...identity })
  }

  onMessage(message: Message): void {
    if (message.type === 'answer') this.#fleet.onAnswer(message)
    else if (message.type === 'courier-started') this.handIdentity()
    else if (message.type === 'update') this.#events.onUpdate(message)
    else this.#requests.onMessage(message)
  }

  async #identify(): Promise<void> {
    if (this.#state.identity === undefined) {
      const { device, oneTimeCode } = this.#config
      if (oneTimeCode === undefined) throw new Error('not enrolled, and no one-time code was given')
      this.#state.identity = await enrol(device, oneTimeCode, this.#fleet)
      this.#say.log({ level: 'security', event: 'enrolled', detail: device })
    }
    this.handIdentity()
    this.#say.status('enrolled', this.#config.device)
  }

  /** Another key and certificate; until the fleet has given one, the one before counts. */
  async #renewIdentity(): Promise<void> {
    this.#state.identity = await renewIdentity(this.#config.device, this.#state, this.#fleet)
    this.#say.security('identity-renewed', this.#config.device)
    this.handIdentity()
  }

  #renewIfDue(): void {
    const { identity } = this.#state
    if (identity === undefined || !isDue(identity, this.#clock.now())) return
    this.#renewIdentity().catch((error: unknown) => this.#say.status('waiting', `identity: ${codeOf(error)}`))
  }

  async #openVault(unlockKey: SecretKey): Promise<OpenVault> {
    const { file } = this.#config
    const { data, vault } = file
    return OpenVault.open({
      store: this.#frames,
      clock: this.#clock,
      device: this.#config.device,
      custody: custodyOf(vault),
      unlockKey,
      eraseRoot: eraseRootOf(file, this.#local),
      ...(fleetIsEraseRoot(file) ? { turnShare: (move) => this.#unlocking.turnShare(move) } : {}),
      keep: new Map(data.map((item) => [item.id, item.keep ?? ('forever' as const)])),
      onCanary: (item) => {
        this.#say.security('canary-opened', item)
      },
      onReceipt: ({ receipt }) => {
        const { generation, root, erased } = receipt
        const keysGone = erased.reduce((sum, one) => sum + one.keys, 0)
        const detail = `${keysGone} keys, root of generation ${generation} in the ${root}`
        this.#say.log({ level: 'security', event: 'erasure-settled', detail })
        void this.#anchor()
        void this.#upkeep.renewEscrow()
      },
    })
  }

  /** Moves store and log on beside the TPM's counter. */
  async #anchor(): Promise<void> {
    const { hardware } = this.#local
    if (hardware === undefined) return
    const counter = hardware.tpm.anchorCounter(hardware.secrets.auth)
    await raiseAnchor(this.#frames, this.#state.anchorKey, counter, headBytes(this.#log.head)).catch(
      (error: unknown) => this.#say.status('waiting', `anchor: ${codeOf(error)}`),
    )
  }

  /** The fleet learns how far the log has come; what does not hold up against what it saw is said at once. */
  async #witness(): Promise<void> {
    try {
      const fault = await witnessLog(this.#log, this.#fleet)
      if (fault === undefined) return this.#say.status('log-witnessed', `line ${this.#log.head.sequence}`)
      this.#say.status('log-broken', fault.code)
      this.#say.log({ level: 'security', event: 'log-broken', detail: fault.message })
    } catch (error) {
      this.#say.status('waiting', `log: ${codeOf(error)}`)
    }
  }

  /** @param pause milliseconds */
  async #workFor(pause: number): Promise<void> {
    const end = uptime.now() + pause
    do {
      const { open } = this.#unlocking
      await this.#upkeep.takeOrders()
      const sent = open === undefined ? 0 : await this.#trySend(open.vault)
      if (sent === 0) await wait(Math.min(sendEvery, Math.max(0, end - uptime.now())))
    } while (uptime.now() < end)
  }

  async #trySend(vault: Vault): Promise<number> {
    try {
      const sent = await sendNext(this.#config.device, vault, this.#state, this.#fleet)
      if (sent > 0) this.#say.status('sent', `${sent} observations`)
      return sent
    } catch (error) {
      this.#say.status('waiting', error instanceof Error ? error.message : 'failed')
      return 0
    }
  }

  /** Tries until it works; the wait doubles. Nothing but records and sending waits for it. */
  async #insist<T>(what: string, attempt: () => Promise<T>): Promise<T> {
    for (let pause = retryFirst; ; pause = Math.min(pause * 2, retryLast)) {
      try {
        return await attempt()
      } catch (error) {
        this.#say.status('waiting', `${what}: ${error instanceof Error ? error.message : 'failed'}`)
        await wait(pause)
      }
    }
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, milliseconds))
}
