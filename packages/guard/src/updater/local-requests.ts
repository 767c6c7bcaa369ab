import { utf8 } from '@pericard/base'
import { type Updater, UpdateError, updateStatus, type Way } from '@pericard/update'
import { type LocalAnswer, type LocalRequest, mediumPort } from '@pericard/update/adapters/local-port'
import { HttpSource } from '@pericard/update/adapters/sources'
import type { UpdateReport } from './messages.ts'

/** Address of a medium in messages; nothing is looked up under it. */
const mediumUrl = 'http://medium.invalid/'

export interface LocalRequestsOptions {
  /** The updater's own folder. */
  readonly folder: string
  readonly ways: (component: string) => readonly Way[]
  readonly open: () => Promise<Updater>
  readonly tell: (report: UpdateReport) => void
  /** How what is looked at now comes to the device. */
  readonly onWay: (way: Way) => void
}

/**
 * What a person at the device asks of an updater that runs: a challenge, a release from a medium, how it stands. The same checks apply as
 * to a mirror, and each outcome of `apply` is in the sealed log with the way that it came.
 */
export class LocalRequests {
  readonly #options: LocalRequestsOptions
  #busy: Promise<unknown> | undefined

  constructor(options: LocalRequestsOptions) {
    this.#options = options
  }

  /** Runs work while nothing else uses the updater. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#busy !== undefined) await this.#busy.catch(() => undefined)
    const running = work()
    this.#busy = running
    try {
      return await running
    } finally {
      this.#busy = undefined
    }
  }

  /** Answers at once where the updater loads or writes: nobody waits for gigabytes without knowing. */
  async handle(request: LocalRequest): Promise<LocalAnswer> {
    if (this.#busy !== undefined)
      return {
        ...{ ok: false, code: 'UPDATE_BUSY' },
        message: 'The updater is loading or writing a release; ask again when it is done',
      }
    return this.alone(async () => {
      try {
        return { ok: true, answer: await this.#do(request) }
      } catch (error) {
        const [code, message] =
          error instanceof UpdateError
            ? [error.code, error.message]
            : ['UPDATE_FAILED', 'The updater could not do it']
        if (request.type === 'apply') this.#refused(request.component, code)
        return { ok: false, code, message }
      }
    })
  }

  async #do(request: LocalRequest): Promise<unknown> {
    const updater = await this.#options.open()
    if (request.type === 'challenge') return updater.challenge()
    if (request.type === 'status') return updateStatus(updater)
    const { component, grant } = request
    const way = this.#wayOf(component)
    this.#options.onWay(way)
    const medium = new HttpSource(mediumUrl, { socket: mediumPort(this.#options.folder), way: 'local-media' })
    const outcome = await updater.apply(component, medium, grant === undefined ? undefined : utf8(grant))
    this.#options.tell({ event: outcome.outcome, component, number: outcome.number, way })
    return outcome
  }

  #wayOf(component: string): Way {
    return this.#options.ways(component).includes('local-media') ? 'local-media' : 'physical-presence'
  }

  #refused(component: string, code: string): void {
    this.#options.tell({ event: 'refused', component, code, way: this.#wayOf(component) })
  }
}
