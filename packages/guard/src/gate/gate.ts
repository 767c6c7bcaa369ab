import type { CriticalFunction } from '@pericard/model'
import {
  checkCommand,
  type CommandRequest,
  confirmHistory,
  envelopeAfterSafeState,
  envelopeAfterTakeOver,
  type EnvelopeRefusalCode,
  type EnvelopeState,
  initialEnvelope,
  mustStop,
} from '../envelope.ts'
import { Controllers } from './controllers.ts'
import type { FunctionAsk } from './function-lines.ts'
import type { FunctionProgram, SafeReason } from './function-runner.ts'

export type CommandAnswer =
  | { readonly accepted: true; readonly state: string }
  | {
      readonly accepted: false
      readonly code:
        | EnvelopeRefusalCode
        | 'GATE_BUSY'
        | 'GATE_FALLBACK'
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
  /** Which of its programs it has: the fallback stays until the gate is started anew. */
  readonly runs: 'program' | 'fallback'
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

/** What a gate runs. */
export interface GatePrograms {
  readonly program: FunctionProgram
  readonly fallback?: FunctionProgram | undefined
}

/** Commands that wait for the function; one more is refused, so that a flood cannot delay those that wait. */
export const commandsWaitingMax = 16
const limitCheckMs = 250

/** Ends that are no misbehaviour of the program. */
const endsInOrder: ReadonlySet<SafeReason> = new Set(['limit', 'expired', 'shutdown'])

/** Stands between everybody and one critical function: only commands inside its envelope pass. */
export class Gate {
  readonly #fn: CriticalFunction
  readonly #controllers: Controllers
  readonly #log: (event: GateEvent) => void
  readonly #now: () => number
  readonly #limit: NodeJS.Timeout
  readonly #history: GateHistory | undefined
  #envelope: EnvelopeState
  #queue: Promise<unknown> = Promise.resolve()
  #waiting = 0
  /** Mode in which the fallback goes on once it runs. */
  #resume: string | undefined
  #asking = false

  /** @param now milliseconds of the machine's monotonic clock */
  constructor(
    fn: CriticalFunction,
    programs: GatePrograms,
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
    this.#controllers = new Controllers(programs.program, programs.fallback, {
      running: () => this.#runs(),
      safe: (reason, whose) => this.#safe(reason, whose),
      staysSafe: (reason) =>
        this.#report('alarm', 'function-stays-safe', { reason, starts: this.#controllers.starts }),
      fallsBack: (reason) => this.#report('alarm', 'function-falls-back', { reason }),
      asks: (ask) => void this.#asked(ask),
    })
    this.#limit = setInterval(() => this.#holdLimit(), limitCheckMs)
    this.#controllers.running.start()
  }

  /** Checks one command and, only if the envelope allows it, hands it to the function. */
  async command(request: CommandRequest): Promise<CommandAnswer> {
    if (this.#waiting >= commandsWaitingMax) {
      return this.#refused(request, 'GATE_BUSY', `${this.#fn.id}: ${this.#waiting} commands wait already`)
    }
    return this.#inTurn(() => this.#commandInTurn(request))
  }

  status(): GateStatus {
    const { heartbeats, starts, runs } = this.#controllers
    const { alive, staysSafe, pid } = this.#controllers.running
    const { mode } = this.#envelope
    const status = { function: this.#fn.id, mode, alive, heartbeats, starts, staysSafe, runs }
    return pid === undefined ? status : { ...status, functionPid: pid }
  }

  /** Brings the function to its safe state for good. */
  shutdown(): void {
    clearInterval(this.#limit)
    this.#controllers.shutdown()
  }

  #runs(): void {
    const { starts, runs } = this.#controllers
    this.#report('info', 'function-running', { starts, runs })
    if (this.#resume !== undefined) void this.#inTurn(() => this.#takeOver())
  }

  /** The function is in its safe state. A fallback goes on with what was under way, if its program went wrong in the middle of it. */
  #safe(reason: SafeReason, whose: 'program' | 'fallback'): void {
    const { mode } = this.#envelope
    this.#resume = undefined
    this.#envelope = envelopeAfterSafeState(this.#fn, this.#envelope, this.#now())
    this.#keep(this.#envelope)
    this.#report(reason === 'shutdown' ? 'info' : 'alarm', 'function-safe-state', { reason })
    if (whose === 'fallback' || mode === this.#fn.envelope.initialState || endsInOrder.has(reason)) return
    this.#controllers.fallBack(reason)
    if (this.#controllers.runs === 'fallback') this.#resume = mode
  }

  async #takeOver(): Promise<void> {
    const mode = this.#resume
    this.#resume = undefined
    if (mode === undefined || !this.#controllers.running.alive) return
    const now = this.#now()
    const { state, parameters } = envelopeAfterTakeOver(this.#fn, this.#envelope, mode, now)
    // What may not go on stays where it is: the limit is reached, the prescription is over, or nobody could know of it later.
    if (mustStop(this.#fn, state, now) !== undefined || !this.#keep(state)) return
    this.#envelope = state
    if (await this.#controllers.running.takeOver(mode, parameters))
      this.#report('alarm', 'fallback-took-over', { mode, ...parameters })
    else this.#controllers.running.halt('protocol')
  }

  /** A program that asks for what it may not have is not to be trusted with what it has. */
  async #asked(ask: FunctionAsk): Promise<void> {
    if (this.#asking || this.#waiting >= commandsWaitingMax) return
    this.#asking = true
    try {
      await this.#inTurn(() => this.#askInTurn(ask))
    } finally {
      this.#asking = false
    }
  }

  async #askInTurn({ command, parameters, after }: FunctionAsk): Promise<void> {
    const { running, runs } = this.#controllers
    // An order came first, or the program is not there any more.
    if (!running.alive || runs === 'fallback' || running.lastOrder !== after) return
    const role = this.#fn.program?.role
    if (role === undefined) return running.halt('asked-outside')
    const subject = this.#envelope.binding?.subject
    const answer = await this.#commandInTurn({ command, parameters, role, confirmed: false, subject })
    if (!answer.accepted && answer.code.startsWith('ENVELOPE_')) running.halt('asked-outside')
  }

  async #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    this.#waiting++
    const turn = this.#queue.then(act)
    this.#queue = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      this.#waiting--
    }
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
    if (this.#isBeyondFallback(request.command))
      return this.#refused(
        request,
        'GATE_FALLBACK',
        `${this.#fn.id}: runs its fallback, which takes ${this.#fn.fallback?.commands?.join(', ') ?? ''} only`,
      )
    const verdict = checkCommand(this.#fn, this.#envelope, request, this.#now())
    if (!verdict.ok) return this.#refused(request, verdict.code, verdict.message)
    // Whoever gave it saw another state than the one that a fallback would go on in.
    this.#resume = undefined
    if (!this.#controllers.running.alive) {
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
    if (!(await this.#controllers.running.apply(request.command, verdict.parameters))) {
      // Whether it took effect is unknown, so the one state that is known is restored.
      this.#controllers.running.halt('protocol')
      return this.#refused(
        request,
        'GATE_FUNCTION_FAULT',
        `${this.#fn.id}: did not apply it and went to its safe state`,
      )
    }
    return this.#accepted(request)
  }

  /** Whether it is a command of this function that its fallback, which runs, does not take. */
  #isBeyondFallback(command: string): boolean {
    const taken = this.#fn.fallback?.commands
    if (this.#controllers.runs === 'program' || taken === undefined) return false
    return !taken.includes(command) && this.#fn.commands.some(({ id }) => id === command)
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
    if (reason !== undefined) this.#controllers.running.halt(reason)
  }

  #report(level: GateEvent['level'], event: string, detail: GateEvent['detail']): void {
    this.#log({ level, event, detail: { function: this.#fn.id, ...detail } })
  }
}
