import type { CriticalFunction } from '@pericard/model'
import {
  checkCommand,
  type CommandRequest,
  confirmHistory,
  envelopeAfterSafeState,
  type EnvelopeRefusalCode,
  type EnvelopeState,
  initialEnvelope,
  mustStop,
} from '../envelope.ts'
import { type FunctionProgram, FunctionRunner } from './function-runner.ts'

export type CommandAnswer =
  | { readonly accepted: true; readonly state: string }
  | {
      readonly accepted: false
      readonly code:
        | EnvelopeRefusalCode
        | 'GATE_BUSY'
        | 'GATE_FUNCTION_DOWN'
        | 'GATE_FUNCTION_FAULT'
        | 'GATE_HISTORY_UNWRITABLE'
      readonly message: string
    }

export interface GateStatus {
  readonly function: string
  readonly mode: string
  readonly alive: boolean
  readonly heartbeats: number
  readonly starts: number
  /** It is not started again before its gate is. */
  readonly staysSafe: boolean
  readonly functionPid?: number
}

/** What happened, for the log: ids, codes and numbers only. */
export interface GateEvent {
  readonly level: 'info' | 'warning' | 'alarm'
  readonly event: string
  readonly detail: Readonly<Record<string, string | number>>
}

/** What the envelope remembers, kept where the end of the process does not reach it. Times are those of the gate's clock. */
export interface GateHistory {
  /** `lost` holds the function until somebody at the device confirms. */
  readonly recovery: 'continued' | 'lost'
  /** What to go on with. */
  readonly state: EnvelopeState
  /** @throws where it cannot be kept */
  write(state: EnvelopeState): void
}

/** Commands that wait for the function; one more is refused, so that a flood cannot delay those that wait. */
export const commandsWaitingMax = 16
const limitCheckMs = 250

/** Stands between everybody and one critical function: only commands inside its envelope pass. */
export class Gate {
  readonly #fn: CriticalFunction
  readonly #runner: FunctionRunner
  readonly #log: (event: GateEvent) => void
  readonly #now: () => number
  readonly #limit: NodeJS.Timeout
  readonly #history: GateHistory | undefined
  #envelope: EnvelopeState
  #queue: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /** @param now milliseconds of the machine's monotonic clock */
  constructor(
    fn: CriticalFunction,
    program: FunctionProgram,
    log: (event: GateEvent) => void,
    now: () => number,
    history?: GateHistory,
  ) {
    this.#fn = fn
    this.#log = log
    this.#history = history
    this.#now = now
    this.#envelope = history?.state ?? initialEnvelope(fn, now())
    if (history !== undefined && history.recovery !== 'continued')
      this.#report('alarm', 'function-history', { recovery: history.recovery })
    this.#runner = new FunctionRunner(program, {
      running: () => this.#report('info', 'function-running', { starts: this.#runner.starts }),
      safe: (reason) => {
        this.#envelope = envelopeAfterSafeState(fn, this.#envelope, now())
        this.#keep(this.#envelope)
        this.#report(reason === 'shutdown' ? 'info' : 'alarm', 'function-safe-state', { reason })
      },
      staysSafe: (reason) =>
        this.#report('alarm', 'function-stays-safe', { reason, starts: this.#runner.starts }),
    })
    this.#limit = setInterval(() => this.#holdLimit(), limitCheckMs)
    this.#runner.start()
  }

  /** Checks one command and, only if the envelope allows it, hands it to the function. */
  async command(request: CommandRequest): Promise<CommandAnswer> {
    if (this.#waiting >= commandsWaitingMax) {
      return this.#refused(request, 'GATE_BUSY', `${this.#fn.id}: ${this.#waiting} commands wait already`)
    }
    this.#waiting++
    const turn = this.#queue.then(() => this.#commandInTurn(request))
    this.#queue = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      this.#waiting--
    }
  }

  status(): GateStatus {
    const { alive, heartbeats, starts, staysSafe, pid } = this.#runner
    const { mode } = this.#envelope
    const status = { function: this.#fn.id, mode, alive, heartbeats, starts, staysSafe }
    return pid === undefined ? status : { ...status, functionPid: pid }
  }

  /** Brings the function to its safe state for good. */
  shutdown(): void {
    clearInterval(this.#limit)
    this.#runner.halt('shutdown')
  }

  /** @returns whether it is kept; without a place to keep it, it counts for as long as the gate runs */
  #keep(state: EnvelopeState): boolean {
    try {
      this.#history?.write(state)
      return true
    } catch {
      this.#report('alarm', 'function-history', { recovery: 'unwritable' })
      return false
    }
  }

  async #commandInTurn(request: CommandRequest): Promise<CommandAnswer> {
    this.#holdLimit()
    const verdict = checkCommand(this.#fn, this.#envelope, request, this.#now())
    if (!verdict.ok) return this.#refused(request, verdict.code, verdict.message)
    if (!this.#runner.alive) {
      return this.#refused(
        request,
        'GATE_FUNCTION_DOWN',
        `${this.#fn.id}: is in its safe state and not running`,
      )
    }
    // The envelope counts the command before the function has it: if the answer is lost, it was not forgotten.
    if (!this.#keep(verdict.state) && verdict.state.mode !== this.#fn.envelope.initialState)
      return this.#refused(
        request,
        'GATE_HISTORY_UNWRITABLE',
        `${this.#fn.id}: what is given cannot be kept; only what ends it is taken`,
      )
    this.#envelope = verdict.state
    // Confirmed at the device: nothing that the function has to do.
    if (request.command === confirmHistory) return this.#accepted(request)
    if (!(await this.#runner.apply(request.command, verdict.parameters))) {
      // Whether it took effect is unknown, so the one state that is known is restored.
      this.#runner.halt('protocol')
      return this.#refused(
        request,
        'GATE_FUNCTION_FAULT',
        `${this.#fn.id}: did not apply it and went to its safe state`,
      )
    }
    return this.#accepted(request)
  }

  #accepted({ command, role }: CommandRequest): CommandAnswer {
    this.#report('info', 'command-accepted', { command, role })
    return { accepted: true, state: this.#envelope.mode }
  }

  #refused(
    request: CommandRequest,
    code: Extract<CommandAnswer, { accepted: false }>['code'],
    message: string,
  ): CommandAnswer {
    // The log gets no text that the caller chose: an undeclared command could carry anything.
    const known = this.#fn.commands.some(({ id }) => id === request.command)
    this.#report('warning', 'command-refused', { code, command: known ? request.command : 'undeclared' })
    return { accepted: false, code, message }
  }

  #holdLimit(): void {
    const reason = mustStop(this.#fn, this.#envelope, this.#now())
    if (reason !== undefined) this.#runner.halt(reason)
  }

  #report(level: GateEvent['level'], event: string, detail: GateEvent['detail']): void {
    this.#log({ level, event, detail: { function: this.#fn.id, ...detail } })
  }
}
