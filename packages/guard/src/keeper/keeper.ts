import { join } from 'node:path'
import { mkdirSync } from 'node:fs'
import { type Clock, systemClock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { type LogEntry, openKeyTree, SealedLog, Vault } from '@pericard/vault'
import { FileLogStore } from '@pericard/vault/adapters/files'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import type { Channel, Message } from '../channel.ts'
import { enrol } from './enrolment.ts'
import { FleetCalls } from './fleet-calls.ts'
import { codeOf, read, type ReadRequest, store, type StoreRequest } from './records.ts'
import { sendNext } from './sender.ts'
import { blindName, KeeperState } from './state.ts'
import { ShareRefused, unlock } from './unlock.ts'

/** Waits in milliseconds: between two tries to reach the fleet, between two looks for records to send, between two expiries. */
const retryFirst = 500
const retryLast = 30_000
const sendEvery = 1_000
const expireEvery = 60_000

export interface KeeperConfig {
  readonly file: DeviceFile
  readonly dataDir: string
  /** `<device.id>:<serial>` */
  readonly device: string
  readonly passphrase: string
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
  readonly #log: SealedLog
  #vault: Vault | undefined

  private constructor(config: KeeperConfig, channel: Channel, frames: SqliteFrameStore, state: KeeperState) {
    this.#config = config
    this.#channel = channel
    this.#fleet = new FleetCalls(channel)
    this.#frames = frames
    this.#state = state
    mkdirSync(join(config.dataDir, 'log'), { recursive: true, mode: 0o700 })
    const logStore = new FileLogStore(join(config.dataDir, 'log', '1.log'))
    this.#log = SealedLog.open(logStore, state.logKey, this.#clock, state.logHead)
    this.#state.setCounters({ 'boot-epoch': state.counter('boot-epoch') + 1 })
  }

  /**
   * Opens store and log, both before anything else runs.
   *
   * @throws {VaultError} wrong passphrase, broken or foreign store or log; nothing was changed
   */
  static async open(config: KeeperConfig, channel: Channel): Promise<Keeper> {
    const frames = new SqliteFrameStore(join(config.dataDir, 'vault.db'))
    const keeper = new Keeper(config, channel, frames, await KeeperState.open(frames, config.passphrase))
    keeper.log({
      level: 'info',
      event: 'keeper-started',
      detail: `boot ${keeper.#state.counter('boot-epoch')}`,
    })
    keeper.#status('log-open', '')
    return keeper
  }

  /** Enrols if need be, unlocks, then sends and expires for as long as the process lives. Never returns. */
  async run(): Promise<void> {
    setInterval(() => this.#expire(), expireEvery)
    await this.#insist('enrolment', () => this.#identify())
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
    else if (message.type === 'store') this.#store(message)
    else if (message.type === 'read') this.#read(message)
    else if (message.type === 'erase') this.#erase(message)
    else if (message.type === 'log') this.#logFromOutside(message['entry'])
  }

  /** Writes the log and anchors its head. A log that cannot be written is said, never passed over. */
  log(entry: Omit<LogEntry, 'at'>): void {
    try {
      this.#log.append(entry)
      this.#state.logHead = this.#log.head
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
      const { key, leaseSeconds } = await unlock(
        this.#config.device,
        this.#state.counter('boot-epoch'),
        this.#state,
        this.#fleet,
      )
      if (this.#vault === undefined) {
        const keep = new Map(
          this.#config.file.data.map((item) => [item.id, item.keep ?? ('forever' as const)]),
        )
        const { keys } = await openKeyTree({ store: this.#frames, unlockKey: key })
        this.#vault = Vault.open({ store: this.#frames, clock: this.#clock, keys, keep })
        this.log({ level: 'security', event: 'vault-unlocked', detail: `lease ${leaseSeconds} s` })
        this.#status('unlocked', `lease ${leaseSeconds} s`)
      }
      return (leaseSeconds * 1000) / 2
    } catch (error) {
      // Refused: revoked or reported stolen. What was unlocked is locked at once; therapy does not depend on it.
      if (error instanceof ShareRefused && this.#vault !== undefined) {
        this.#vault = undefined
        this.log({ level: 'security', event: 'vault-locked', detail: error.message })
        this.#status('locked', error.message)
      }
      throw error
    }
  }

  async #sendUntil(end: number): Promise<void> {
    while (this.#clock.now() < end && this.#vault !== undefined) {
      const sent = await this.#trySend(this.#vault)
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
    const gone = this.#vault?.expire() ?? 0
    if (gone > 0) this.log({ level: 'info', event: 'retention', detail: `${gone} keys destroyed` })
  }

  #store({ id, component, subject, data, resources }: Message): void {
    const request = {
      component: String(component),
      subject: String(subject),
      data,
      resources: Array.isArray(resources) ? resources : [],
    }
    const stored = store(this.#config.file, this.#vault, request as StoreRequest, this.#clock)
    if (!stored.ok) {
      this.log({
        level: 'warning',
        event: 'record-refused',
        detail: `${stored.code} from ${request.component}`,
      })
    }
    this.#channel.send({ to: 'local-api', type: 'stored', id, ...stored })
  }

  #read({ id, component, subject, since, until }: Message): void {
    const request: ReadRequest = {
      component: String(component),
      subject: String(subject),
      from: Number(since),
      to: Number(until),
    }
    if (this.#vault === undefined) {
      this.#channel.send({
        to: 'local-api',
        type: 'records',
        id,
        ok: false,
        code: 'RECORD_LOCKED',
        message: 'the vault is locked',
      })
      return
    }
    const resources = read(this.#config.file, this.#vault, request)
    this.log({
      level: 'info',
      event: 'records-read',
      detail: `${resources.length} of ${blindName(request.subject)} by ${request.component}`,
    })
    this.#channel.send({ to: 'local-api', type: 'records', id, ok: true, resources })
  }

  #erase({ id, component, subject }: Message): void {
    const who = blindName(String(subject))
    const answer = (rest: Record<string, unknown>): void =>
      this.#channel.send({ to: 'local-api', type: 'erased', id, ...rest })
    if (this.#vault === undefined)
      return answer({ ok: false, code: 'RECORD_LOCKED', message: 'the vault is locked' })
    const keys = this.#vault.deleteSubject(String(subject))
    this.log({ level: 'security', event: 'subject-erased', detail: `${keys} keys of ${who} by ${component}` })
    answer({ ok: true, keys })
  }

  #logFromOutside(entry: unknown): void {
    const { level, event, detail } = (entry ?? {}) as Partial<Record<'level' | 'event' | 'detail', unknown>>
    const levels = ['info', 'warning', 'error', 'security'] as const
    const known = level === 'alarm' ? 'error' : (levels.find((name) => name === level) ?? 'info')
    this.log({
      level: known,
      event: textOf(event, 100),
      detail: typeof detail === 'object' ? JSON.stringify(detail).slice(0, 2_000) : textOf(detail, 2_000),
    })
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

function textOf(value: unknown, charactersMax: number): string {
  return typeof value === 'string' ? value.slice(0, charactersMax) : ''
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, milliseconds))
}
