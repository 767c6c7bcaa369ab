import {
  type FunctionProgram,
  FunctionRunner,
  type RunnerEvents,
  type SafeReason,
} from './function-runner.ts'

export interface ControllerEvents extends Omit<RunnerEvents, 'safe'> {
  /** As of a runner. @param whose the one of the two that ended */
  safe(reason: SafeReason, whose: 'program' | 'fallback'): void
  /** From now on the fallback is the one that is run. */
  fallsBack(reason: SafeReason): void
}

/**
 * The programs of one critical function: the complex one and, where the device file has it, a simple one that takes its place for good
 * (Simplex architecture: L. Sha, Using simplicity to control complexity, IEEE Software 18(4), 2001). The two never run at once: both
 * drive the same machine.
 */
export class Controllers {
  readonly #program: FunctionRunner
  readonly #fallback: FunctionRunner | undefined
  readonly #events: ControllerEvents
  #running: FunctionRunner
  #fellBack = false
  #shutDown = false

  constructor(program: FunctionProgram, fallback: FunctionProgram | undefined, events: ControllerEvents) {
    this.#events = events
    this.#program = new FunctionRunner(program, {
      ...events,
      safe: (reason) => events.safe(reason, 'program'),
      staysSafe: (reason) => {
        if (!this.fallBack(reason)) events.staysSafe(reason)
      },
    })
    this.#running = this.#program
    if (fallback === undefined) return
    // It is the simple one because it has nothing to ask for.
    const asks = (): void => this.#running.halt('asked-outside')
    const safe = (reason: SafeReason): void => events.safe(reason, 'fallback')
    this.#fallback = new FunctionRunner(fallback, { ...events, safe, asks })
  }

  /** The one that is run, or is about to be. */
  get running(): FunctionRunner {
    return this.#running
  }

  /** Which of the two that is. */
  get runs(): 'program' | 'fallback' {
    return this.#fellBack ? 'fallback' : 'program'
  }

  /** Heartbeats of both since the gate began. */
  get heartbeats(): number {
    return this.#program.heartbeats + (this.#fallback?.heartbeats ?? 0)
  }

  /** Starts of both since the gate began. */
  get starts(): number {
    return this.#program.starts + (this.#fallback?.starts ?? 0)
  }

  /**
   * Has the fallback run in the program's place, from its safe state, once nothing is left of the program.
   *
   * @returns whether there is one that does not run yet
   */
  fallBack(reason: SafeReason): boolean {
    const after = this.#fallback
    if (after === undefined || this.#fellBack || this.#shutDown) return false
    this.#fellBack = true
    this.#running = after
    this.#events.fallsBack(reason)
    void this.#program.retire().then(() => {
      if (!this.#shutDown) after.start()
    })
    return true
  }

  shutdown(): void {
    this.#shutDown = true
    this.#running.halt('shutdown')
  }
}
