import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { launch } from '../sandbox/launch.ts'
import { type Layer, layersWithin } from '../sandbox/layers.ts'
import { type FunctionAsk, FunctionLines, type FunctionMessage } from './function-lines.ts'
import { commandOf, functionProfile } from './function-program.ts'
import { type ImageFile, type ImageWanted, readImage, verifyImage } from './image.ts'
import { Restarts } from './restarts.ts'

export interface FunctionProgram {
  /**
   * `.ts` and `.js` run under Node with its permission model, `.py` and `.pyz` under Python; anything else runs itself.
   */
  readonly image: ImageWanted
  readonly heartbeatMs: number
  /** Between two looks at the image while it runs, in milliseconds. */
  readonly verifyEveryMs?: number
  /** Layers that this machine has; all of them if not given. */
  readonly layers?: readonly Layer[]
}

/** Why a function went to its safe state. */
export type SafeReason =
  | 'missed-heartbeat'
  | 'ended'
  | 'protocol'
  | 'altered'
  | 'asked-outside'
  | 'limit'
  | 'expired'
  | 'shutdown'

export interface RunnerEvents {
  /** The function is not running and thus in its safe state; what was in force is in force no longer. */
  safe(reason: SafeReason): void
  /** It is not started again: its image was altered, or it ended too often. */
  staysSafe(reason: SafeReason): void
  /** First heartbeat of a start. */
  running(): void
  /** It wants a command, in the light of the last order that it was given. */
  asks(ask: FunctionAsk): void
}

/** Heartbeats that may be missed before the function is taken for dead. */
const heartbeatsMissedMax = 3
/** Heartbeats and asks within one interval; more are a flood. One heartbeat every half interval is asked for. */
const messagesMax = 64
/** A start includes that of the language's runtime. */
const startMs = 10_000
/** Unless the device file says otherwise. */
const verifyEveryMs = 60_000
/** Wait after an end that was no fault of the function, in milliseconds. */
const afterLimitMs = 100

/**
 * Runs the program of one critical function in a sandbox and watches its heartbeat. The program talks JSON lines
 * over descriptor 3; it starts in its safe state, and its end is its safe state: a drive that hears nothing stops.
 */
export class FunctionRunner {
  readonly #program: FunctionProgram
  readonly #events: RunnerEvents
  #child: ChildProcess | undefined
  /** The child, until nothing of it is left. */
  #left: ChildProcess | undefined
  #channel: Duplex | undefined
  #watch: NodeJS.Timeout | undefined
  #retry: NodeJS.Timeout | undefined
  #recheck: NodeJS.Timeout | undefined
  readonly #restarts = new Restarts()
  #said = { since: 0, count: 0 }
  #endedBy: SafeReason = 'ended'
  #staysSafe = false
  #lines = new FunctionLines()
  #applying: { readonly id: number; readonly settle: (applied: boolean) => void } | undefined
  #stopping = false
  #alive = false
  #nextId = 1
  heartbeats = 0
  starts = 0

  constructor(program: FunctionProgram, events: RunnerEvents) {
    this.#program = program
    this.#events = events
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get alive(): boolean {
    return this.#alive
  }

  get staysSafe(): boolean {
    return this.#staysSafe
  }

  /** Id of the last order that it was given, 0 before the first. */
  get lastOrder(): number {
    return this.#nextId - 1
  }

  /** Verifies the image and starts what was verified. One that is not as it was signed is not run, now or later. */
  start(): void {
    readImage(this.#program.image).then(
      (files) => this.#run(files),
      () => this.#refuse(),
    )
  }

  #run(files: readonly ImageFile[]): void {
    if (this.#stopping) return
    const { image, heartbeatMs, layers } = this.#program
    this.starts++
    const child = launch(functionProfile(image.program), commandOf(image.program, heartbeatMs), {
      layers: layersWithin(layers),
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      files,
    })
    this.#child = child
    this.#left = child
    this.#channel = child.stdio[3] as Duplex
    this.#lines = new FunctionLines()
    this.#channel.on('data', (bytes: Buffer) => this.#read(bytes))
    this.#channel.on('error', () => child.kill('SIGKILL'))
    child.on('error', () => undefined)
    // Only once nothing of it is left: two of them must never drive one machine.
    child.on('close', () => {
      this.#left = undefined
      if (this.#child === child) this.#ended('ended')
      this.#again()
    })
    this.#expectHeartbeat(startMs)
    this.#verifyLater(child)
  }

  /** Looks at the image again and again while it runs: whoever altered it waits for the next start. */
  #verifyLater(child: ChildProcess): void {
    const { image, verifyEveryMs: every = verifyEveryMs } = this.#program
    this.#recheck = setTimeout(() => {
      verifyImage(image).then(
        () => this.#child === child && this.#verifyLater(child),
        () => this.#child === child && this.#refuse(),
      )
    }, every)
  }

  #refuse(): void {
    if (this.#stopping) return
    this.#stay('altered')
    if (this.#child === undefined) this.#events.safe('altered')
    else this.#ended('altered')
  }

  #stay(reason: SafeReason): void {
    this.#staysSafe = true
    this.#events.staysSafe(reason)
  }

  /** Hands one checked command to the function; `false` if it reported a fault or did not answer in time. */
  apply(command: string, parameters: Readonly<Record<string, number>>): Promise<boolean> {
    return this.#order('apply', { command, parameters })
  }

  /** Has it go on from its safe state as if it had been in `state` with these values; `false` as for `apply`. */
  takeOver(state: string, parameters: Readonly<Record<string, number>>): Promise<boolean> {
    return this.#order('take-over', { state, parameters })
  }

  #order(type: 'apply' | 'take-over', order: object): Promise<boolean> {
    const channel = this.#channel
    if (!this.#alive || channel === undefined || this.#applying !== undefined) return Promise.resolve(false)
    const id = this.#nextId++
    return new Promise((resolve) => {
      const late = setTimeout(() => settle(false), this.#program.heartbeatMs * heartbeatsMissedMax)
      const settle = (applied: boolean): void => {
        clearTimeout(late)
        this.#applying = undefined
        resolve(applied)
      }
      this.#applying = { id, settle }
      channel.write(`${JSON.stringify({ v: 1, type, id, ...order })}\n`)
    })
  }

  /** Ends the function, which is its safe state. It is started again unless the reason is `shutdown`. */
  halt(reason: Extract<SafeReason, 'limit' | 'expired' | 'protocol' | 'asked-outside' | 'shutdown'>): void {
    if (reason === 'shutdown') this.#stop()
    this.#ended(reason)
  }

  /** Is not started again. @returns once nothing of it is left */
  async retire(): Promise<void> {
    this.#stop()
    this.#child?.kill('SIGKILL')
    if (this.#left !== undefined) await once(this.#left, 'close')
  }

  #stop(): void {
    this.#stopping = true
    clearTimeout(this.#retry)
  }

  #read(bytes: Uint8Array): void {
    const messages = this.#lines.push(bytes)
    if (messages === undefined) return this.halt('protocol')
    for (const message of messages) if (this.#child !== undefined) this.#take(message)
  }

  #take(message: FunctionMessage): void {
    if (message.type === 'ask') {
      if (this.#isFlood()) return this.halt('protocol')
      // What was asked for before an order came is stale: it was asked in another state.
      if (message.after === this.lastOrder && this.#applying === undefined) this.#events.asks(message)
    } else if (message.type === 'heartbeat') {
      this.heartbeats++
      if (this.#isFlood()) return this.halt('protocol')
      this.#expectHeartbeat(this.#program.heartbeatMs * heartbeatsMissedMax)
      if (!this.#alive) {
        this.#alive = true
        this.#events.running()
      }
    } else if (message.id === this.#applying?.id) this.#applying.settle(message.type === 'applied')
    // Nobody asked: an answer given twice, too late or made up could pass for that of the next order.
    else this.halt('protocol')
  }

  /** Counts one more message of its own accord. Reading them takes the processor time that commands need (CWE-770). */
  #isFlood(): boolean {
    const now = performance.now()
    if (now - this.#said.since >= this.#program.heartbeatMs) this.#said = { since: now, count: 0 }
    this.#said.count++
    return this.#said.count > messagesMax
  }

  #expectHeartbeat(within: number): void {
    clearTimeout(this.#watch)
    this.#watch = setTimeout(() => this.#ended('missed-heartbeat'), within)
  }

  #ended(reason: SafeReason): void {
    const child = this.#child
    if (child === undefined) return
    this.#child = undefined
    this.#endedBy = reason
    this.#channel?.removeAllListeners('data')
    // Or what it still says would keep its end from being seen.
    this.#channel?.resume()
    this.#alive = false
    clearTimeout(this.#watch)
    clearTimeout(this.#recheck)
    child.kill('SIGKILL')
    this.#applying?.settle(false)
    this.#events.safe(reason)
  }

  #again(): void {
    if (this.#stopping || this.#staysSafe) return
    const own = this.#endedBy === 'limit' || this.#endedBy === 'expired'
    const wait = own ? afterLimitMs : this.#restarts.next(performance.now())
    if (wait === undefined) this.#stay(this.#endedBy)
    else this.#retry = setTimeout(() => this.start(), wait)
  }
}
