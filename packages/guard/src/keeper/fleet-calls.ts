import type { Channel, Message } from '../channel.ts'

/** Calls under way at once; the keeper makes them one after the other, so more is a fault. */
const pendingMax = 16
/** The courier may be killed and started again while a call is under way, in milliseconds. */
const answerWait = 20_000

export interface FleetAnswer {
  readonly status: number
  readonly body: Buffer
}

/** Why a call has no answer; `code` is the courier's or the system's, never the fleet's text. */
export class FleetUnreachable extends Error {
  override readonly name = 'FleetUnreachable'
}

interface Pending {
  readonly resolve: (answer: FleetAnswer) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

/** The fleet, as the keeper sees it: through the courier, which carries what it cannot read. */
export class FleetCalls {
  readonly #channel: Channel
  readonly #pending = new Map<number, Pending>()
  #next = 1

  constructor(channel: Channel) {
    this.#channel = channel
  }

  /** @throws {FleetUnreachable} */
  call(method: 'GET' | 'POST', path: string, options: CallOptions = {}): Promise<FleetAnswer> {
    const { headers = {}, body, enrol = false } = options
    return new Promise((resolve, reject) => {
      if (this.#pending.size >= pendingMax)
        return reject(new FleetUnreachable('too many calls are under way'))
      const id = this.#next++
      const timer = setTimeout(() => {
        this.#pending.delete(id)
        reject(new FleetUnreachable('no answer in time'))
      }, answerWait)
      this.#pending.set(id, { resolve, reject, timer })
      const encoded = body === undefined ? {} : { body: Buffer.from(body).toString('base64') }
      this.#channel.send({ to: 'courier', type: 'call', id, method, path, headers, enrol, ...encoded })
    })
  }

  onAnswer(message: Message): void {
    const { id, status, body, error } = message
    const pending = typeof id === 'number' ? this.#pending.get(id) : undefined
    if (pending === undefined || typeof id !== 'number') return
    this.#pending.delete(id)
    clearTimeout(pending.timer)
    if (typeof status === 'number' && typeof body === 'string')
      pending.resolve({ status, body: Buffer.from(body, 'base64') })
    else pending.reject(new FleetUnreachable(typeof error === 'string' ? error.slice(0, 60) : 'no answer'))
  }
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Over the enrolment port, without a certificate of ours. */
  readonly enrol?: boolean
}
