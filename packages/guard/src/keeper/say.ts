import type { LogEntry } from '@pericard/vault'
import type { Channel } from '../channel.ts'
import type { DeviceLog } from './device-log.ts'
import { codeOf } from './records.ts'
import { type SupportEvent, supportEvents } from '../support/commands.ts'

/** How the keeper says what happens: to the sealed log, to the supervisor, or both. */
export class Say {
  readonly #log: DeviceLog
  readonly #channel: Channel
  readonly #counts = new Map<SupportEvent, number>()

  constructor(log: DeviceLog, channel: Channel) {
    this.#log = log
    this.#channel = channel
  }

  /** To the sealed log. One that cannot be written is said, never passed over. */
  log(entry: Omit<LogEntry, 'at'>): void {
    try {
      this.#log.append(entry)
      const event = supportEvents.find((known) => known === entry.event) ?? 'other'
      this.#counts.set(event, (this.#counts.get(event) ?? 0) + 1)
    } catch (error) {
      this.status('log-failed', codeOf(error))
    }
  }

  /** Lines since the start, by event. */
  get counts(): ReadonlyMap<SupportEvent, number> {
    return this.#counts
  }

  /** To the supervisor. */
  status(status: string, detail: string): void {
    this.#channel.send({ type: 'status', status, detail })
  }

  /** To both. */
  security(event: string, detail: string): void {
    this.log({ level: 'security', event, detail })
    this.status(event, detail)
  }
}
