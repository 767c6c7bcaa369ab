import type { ChildProcess } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { launch } from '../sandbox/launch.ts'
import { type Layer, layersWithin } from '../sandbox/layers.ts'
import { FunctionLines, type FunctionMessage } from './function-lines.ts'
import { commandOf, functionProfile } from './function-program.ts'
import { expectedSha256, verifyProgram } from './program.ts'

export interface FunctionProgram {
  /** Absolute path. `.ts` and `.js` run under Node with its permission model, `.py` and `.pyz` under Python; anything else runs itself. */
  readonly path: string
  readonly sha256?: string
  readonly heartbeatMs: number
  /** Layers that this machine has; all of them if not given. */
  readonly layers?: readonly Layer[]
}

export interface RunnerEvents {
  /** The function is not running and thus in its safe state; what was in force is in force no longer. */
  safe(reason: 'missed-heartbeat' | 'ended' | 'protocol' | 'altered' | 'limit' | 'expired' | 'shutdown'): void
  /** First heartbeat of a start. */
  running(): void
}

/** Heartbeats that may be missed before the function is taken for dead. */
const heartbeatsMissedMax = 3
/** A start includes that of the language's runtime. */
const startMs = 10_000
const backoffMs = { first: 100, most: 5000 }

/**
 * Runs the program of one critical function in a sandbox and watches its heartbeat. The program talks JSON lines
 * over descriptor 3; it starts in its safe state, and its end is its safe state: a drive that hears nothing stops.
 */
export class FunctionRunner {
  readonly #program: FunctionProgram
  readonly #events: RunnerEvents
  #child: ChildProcess | undefined
  #channel: Duplex | undefined
  #watch: NodeJS.Timeout | undefined
  #retry: NodeJS.Timeout | undefined
  #backoff = backoffMs.first
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

  /** Verifies the program and starts it; on failure tries again later, forever, since therapy waits for it. */
  start(): void {
    const { path, sha256, heartbeatMs, layers } = this.#program
    try {
      verifyProgram(path, expectedSha256(path, sha256))
    } catch {
      this.#events.safe('altered')
      this.#again()
      return
    }
    this.starts++
    const child = launch(functionProfile(path), commandOf(path, heartbeatMs), {
      layers: layersWithin(layers),
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    this.#channel = child.stdio[3] as Duplex
    this.#lines = new FunctionLines()
    this.#channel.on('data', (bytes: Buffer) => this.#read(bytes))
    this.#channel.on('error', () => child.kill('SIGKILL'))
    child.on('error', () => undefined)
    child.on('close', () => this.#ended('ended'))
    this.#expectHeartbeat(startMs)
  }

  /** Hands one checked command to the function; `false` if it reported a fault or did not answer in time. */
  apply(command: string, parameters: Readonly<Record<string, number>>): Promise<boolean> {
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
      channel.write(`${JSON.stringify({ v: 1, type: 'apply', id, command, parameters })}\n`)
    })
  }

  /** Ends the function, which is its safe state. It is started again unless the reason is `shutdown`. */
  halt(reason: 'limit' | 'expired' | 'protocol' | 'shutdown'): void {
    if (reason === 'shutdown') {
      this.#stopping = true
      clearTimeout(this.#retry)
    }
    this.#ended(reason)
  }

  #read(bytes: Uint8Array): void {
    const messages = this.#lines.push(bytes)
    if (messages === undefined) return this.halt('protocol')
    for (const message of messages) if (this.#child !== undefined) this.#take(message)
  }

  #take(message: FunctionMessage): void {
    if (message.type === 'heartbeat') {
      this.heartbeats++
      this.#backoff = backoffMs.first
      this.#expectHeartbeat(this.#program.heartbeatMs * heartbeatsMissedMax)
      if (!this.#alive) {
        this.#alive = true
        this.#events.running()
      }
    } else if (message.id === this.#applying?.id) this.#applying.settle(message.type === 'applied')
    // Nobody asked: an answer given twice, too late or made up could pass for that of the next order.
    else this.halt('protocol')
  }

  #expectHeartbeat(within: number): void {
    clearTimeout(this.#watch)
    this.#watch = setTimeout(() => this.#ended('missed-heartbeat'), within)
  }

  #ended(reason: Parameters<RunnerEvents['safe']>[0]): void {
    const child = this.#child
    if (child === undefined) return
    this.#child = undefined
    this.#channel?.removeAllListeners('data')
    this.#alive = false
    clearTimeout(this.#watch)
    child.kill('SIGKILL')
    this.#applying?.settle(false)
    this.#events.safe(reason)
    this.#again()
  }

  #again(): void {
    if (this.#stopping) return
    this.#retry = setTimeout(() => this.start(), this.#backoff)
    this.#backoff = Math.min(this.#backoff * 2, backoffMs.most)
  }
}
