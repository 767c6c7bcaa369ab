import type { LogEntry } from '@pericard/vault'
import type { Channel } from '../channel.ts'
import type { DeviceLog } from './device-log.ts'
import { codeOf } from './records.ts'

/** How the keeper says what happens: to the sealed log, to the supervisor, or both. */
export class Say {
  readonly #log: DeviceLog
  readonly #channel: Channel

  constructor(log: DeviceLog, channel: Channel) {
    this.#log = log
    this.#channel = channel
  }

  /** To the sealed log. One that cannot be written is said, never passed over. */
  log(entry: Omit<LogEntry, 'at'>): void {
    try {
      this.#log.append(entry)
    } catch (error) {
      this.status('log-failed', codeOf(error))
    }
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
