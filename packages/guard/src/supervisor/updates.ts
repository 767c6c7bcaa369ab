import type { DeviceFile } from '@pericard/model'
import type { Way } from '@pericard/update'
import type { Message } from '../channel.ts'
import type { GateStatus } from '../gate/gate.ts'
import {
  confirmSchema,
  healthySchema,
  mayInstallSchema,
  updateQuestion,
  updateReportSchema,
} from '../updater/messages.ts'

/** Lines that the updater may write into the log between two starts of it; more is a flood (CWE-779). */
const linesMax = 500
/** Questions to the person at the device between two starts of the updater; more would only wear the person down. */
const confirmsMax = 20

export interface UpdatesOptions {
  readonly file: DeviceFile
  /** Of every critical function, from its gate; undefined for one that does not answer. */
  readonly gates: () => Promise<readonly (GateStatus | undefined)[]>
  readonly answer: (message: Message) => void
  /** Asks the person at the device; absent where nobody can be asked. */
  readonly confirm?: (about: readonly string[]) => Promise<boolean>
  readonly log: (level: string, event: string, detail: Readonly<Record<string, string | number>>) => void
}

/** The supervisor's side of the updater: the functions decide when, and the log has what became of it. */
export class Updates {
  readonly #options: UpdatesOptions
  /** What was said of each component last; without a component, of all. */
  readonly #last = new Map<string, string>()
  #lines = 0
  #confirms = 0
  #confirming = false

  constructor(options: UpdatesOptions) {
    this.#options = options
  }

  /** The updater was started afresh. */
  reset(): void {
    this.#lines = 0
    this.#confirms = 0
    this.#last.clear()
  }

  /** What came from the updater: attacker-controlled. */
  async onMessage(message: Message): Promise<void> {
    if (message.type === updateQuestion.mayInstall) {
      const asked = mayInstallSchema.safeParse(message).data
      if (asked !== undefined) this.#answer(asked.id, await this.#mayInstall(asked))
    } else if (message.type === updateQuestion.healthy) {
      const asked = healthySchema.safeParse(message).data
      if (asked !== undefined) this.#answer(asked.id, await this.#works())
    } else if (message.type === updateQuestion.confirm) {
      const asked = confirmSchema.safeParse(message).data
      if (asked !== undefined) this.#answer(asked.id, await this.#confirmed(asked))
    } else this.#report(message)
  }

  #answer(id: number, yes: boolean): void {
    this.#options.answer({ type: 'answer', id, yes })
  }

  /**
   * Therapy is never interrupted: with `when: idle-only` nothing is written or switched unless every function is in its initial
   * mode. Without a statement the same holds; whoever does not answer is busy.
   */
  async #mayInstall({
    component,
    step,
    way,
  }: {
    readonly component: string
    readonly step: 'write' | 'switch'
    readonly way: Way
  }): Promise<boolean> {
    const { file, gates } = this.#options
    const ways = file.updates.filter((each) => each.way === way && each.components.includes(component))
    if (ways.length === 0) return false
    // Writing the slot that is not in use touches nothing that runs; what the next start takes changes only while all are idle.
    if (step === 'write' && ways.every(({ when }) => when === 'any-time')) return true
    const modes = new Map(
      (await gates()).flatMap((status) => (status === undefined ? [] : [[status.function, status.mode]])),
    )
    return file.functions.every(({ id, envelope }) => modes.get(id) === envelope.initialState)
  }

  /** The supervisor runs the maker's program: the updater has no programs, and its word for the person's would be worth nothing. */
  async #confirmed(release: {
    readonly component: string
    readonly number: number
    readonly name: string
  }): Promise<boolean> {
    const { confirm } = this.#options
    if (confirm === undefined || this.#confirming || this.#confirms >= confirmsMax) return false
    this.#confirming = true
    this.#confirms++
    try {
      return await confirm([release.component, `${release.number}`, release.name])
    } catch {
      return false
    } finally {
      this.#confirming = false
    }
  }

  /** Every function runs and sends heartbeats. */
  async #works(): Promise<boolean> {
    const states = await this.#options.gates()
    return states.every(
      (status) => status !== undefined && status.alive && !status.staysSafe && status.heartbeats > 0,
    )
  }

  #report(message: Message): void {
    const report = updateReportSchema.safeParse(message).data
    if (report === undefined) return
    const { event, component, number, code, way } = report
    const detail = {
      ...(component === undefined ? {} : { component }),
      ...(number === undefined ? {} : { number }),
      ...(code === undefined ? {} : { code }),
      ...(way === undefined ? {} : { way }),
    }
    // The same again is no news, unless a person tried it again.
    const line = JSON.stringify({ event, ...detail })
    const about = component ?? ''
    if ((line === this.#last.get(about) && way === undefined) || this.#lines >= linesMax) return
    this.#last.set(about, line)
    this.#lines++
    const bad = event === 'refused' || event === 'returned' || event === 'unhealthy'
    this.#options.log(bad ? 'security' : 'info', `update-${event}`, detail)
  }
}
