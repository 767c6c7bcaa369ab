import type { Clock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import type { LogEntry } from '@pericard/vault'
import type { Channel, Message } from '../channel.ts'
import type { OpenVault } from './open-vault.ts'
import { read, type ReadRequest, store, type StoreRequest } from './records.ts'
import { blindName } from './state.ts'

export interface RequestsOptions {
  readonly file: DeviceFile
  readonly clock: Clock
  readonly channel: Channel
  readonly log: (entry: Omit<LogEntry, 'at'>) => void
  /** The vault while it is unlocked. */
  readonly open: () => OpenVault | undefined
}

/** What applications ask of the keeper through the local API. */
export class Requests {
  readonly #options: RequestsOptions

  constructor(options: RequestsOptions) {
    this.#options = options
  }

  onMessage(message: Message): void {
    if (message.type === 'store') this.#store(message)
    else if (message.type === 'read') this.#read(message)
    else if (message.type === 'erase') void this.#erase(message)
    else if (message.type === 'log') this.#log(message['entry'])
  }

  #answer(type: string, { id }: Message, rest: Record<string, unknown>): void {
    this.#options.channel.send({ to: 'local-api', type, id, ...rest })
  }

  #store(message: Message): void {
    const { component, subject, data, resources } = message
    const { file, open, clock, log } = this.#options
    const request = {
      component: String(component),
      subject: String(subject),
      data,
      resources: Array.isArray(resources) ? resources : [],
    }
    const stored = store(file, open()?.vault, request as StoreRequest, clock)
    if (!stored.ok)
      log({ level: 'warning', event: 'record-refused', detail: `${stored.code} from ${request.component}` })
    this.#answer('stored', message, { ...stored })
  }

  #read(message: Message): void {
    const { component, subject, since, until } = message
    const request: ReadRequest = {
      component: String(component),
      subject: String(subject),
      from: Number(since),
      to: Number(until),
    }
    const { file, open, log } = this.#options
    const vault = open()?.vault
    if (vault === undefined) return this.#answer('records', message, locked)
    const resources = read(file, vault, request)
    const detail = `${resources.length} of ${blindName(request.subject)} by ${request.component}`
    log({ level: 'info', event: 'records-read', detail })
    this.#answer('records', message, { ok: true, resources })
  }

  async #erase(message: Message): Promise<void> {
    const { component, subject } = message
    const vault = this.#options.open()
    if (vault === undefined) return this.#answer('erased', message, locked)
    const { keys, receipt } = await vault.erase(String(subject))
    const detail = `${keys} keys of ${blindName(String(subject))} by ${String(component)}`
    this.#options.log({ level: 'security', event: 'subject-erased', detail })
    this.#answer('erased', message, { ok: true, keys, receipt })
  }

  #log(entry: unknown): void {
    const { level, event, detail } = (entry ?? {}) as Partial<Record<'level' | 'event' | 'detail', unknown>>
    const levels = ['info', 'warning', 'error', 'security'] as const
    const known = level === 'alarm' ? 'error' : (levels.find((name) => name === level) ?? 'info')
    this.#options.log({
      level: known,
      event: textOf(event, 100),
      detail: typeof detail === 'object' ? JSON.stringify(detail).slice(0, 2_000) : textOf(detail, 2_000),
    })
  }
}

const locked = { ok: false, code: 'RECORD_LOCKED', message: 'the vault is locked' }

function textOf(value: unknown, charactersMax: number): string {
  return typeof value === 'string' ? value.slice(0, charactersMax) : ''
}
