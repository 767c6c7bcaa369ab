import type { EventReport } from '@pericard/protocol'
import type { LogEntry } from '@pericard/vault'
import { z } from 'zod'
import type { Message } from '../channel.ts'
import type { FleetAnswer } from './fleet-calls.ts'

/** Events that wait for the fleet; more are in the sealed log alone. */
export const eventsWaitingMax = 200
/** Events of one call. */
const eventsAtOnce = 50

/** From the supervisor alone: no application can send this type. */
const updateMessage = z.object({
  level: z.enum(['info', 'security']),
  event: z.string().regex(/^update-[a-z-]{1,30}$/),
  detail: z.record(z.string().max(64), z.union([z.string().max(64), z.number()])),
})

export interface FleetEventsOptions {
  /** To the sealed log; what the fleet is told bears the number of its line. */
  readonly log: (entry: Omit<LogEntry, 'at'>) => void
  readonly line: () => number
  /** @throws where the fleet cannot be reached */
  readonly post: (report: EventReport) => Promise<Pick<FleetAnswer, 'status'>>
}

/**
 * What the fleet learns of updates and support sessions: kinds, ids and numbers. The sealed log has all of it; what waits here when the
 * guard ends is lost to the fleet, and not to the log.
 */
export class FleetEvents {
  readonly #options: FleetEventsOptions
  readonly #waiting: EventReport['events'][number][] = []
  #busy = false

  constructor(options: FleetEventsOptions) {
    this.#options = options
  }

  /** An outcome of the updater, into log and queue. */
  onUpdate(message: Message): void {
    const read = updateMessage.safeParse(message).data
    if (read === undefined) return
    const { level, event, detail } = read
    const text = Object.entries(detail)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')
    this.#options.log({ level, event, detail: text })
    this.add(event, text)
  }

  /** @param detail ids, numbers and codes; never text that a person wrote */
  add(kind: string, detail: string): void {
    if (this.#waiting.length < eventsWaitingMax)
      this.#waiting.push({ sequence: this.#options.line(), kind, detail })
  }

  /** Sends what waits, oldest first; what the fleet did not take waits on. */
  async send(): Promise<void> {
    if (this.#busy || this.#waiting.length === 0) return
    this.#busy = true
    try {
      const events = this.#waiting.slice(0, eventsAtOnce)
      const { status } = await this.#options.post({ events })
      if (status === 200) this.#waiting.splice(0, events.length)
    } catch {
      // No fleet: they wait.
    } finally {
      this.#busy = false
    }
  }
}
