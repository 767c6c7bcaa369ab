import type { ChildProcess } from 'node:child_process'
import { dirname } from 'node:path'
import type { Duplex } from 'node:stream'
import type { SandboxProfile } from '../sandbox.ts'
import { launch } from '../sandbox/launch.ts'
import { type Layer, layersWithin } from '../sandbox/layers.ts'
import { expectedSha256, verifyProgram } from './program.ts'

export interface FunctionProgram {
  /** Absolute path. `.ts` and `.js` run under Node with its permission model; anything else runs itself. */
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

/** One line from the function; more ends it. */
const lineBytesMax = 4096
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
  #pending = ''
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
    this.#pending = ''
    this.#channel.setEncoding('utf8')
    this.#channel.on('data', (text: string) => this.#read(text))
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
    if (reason === 'shutdown') this.#stopping = true
    clearTimeout(this.#retry)
    this.#ended(reason)
  }

  #read(text: string): void {
    this.#pending += text
    const lines = this.#pending.split('\n')
    this.#pending = lines.pop() ?? ''
    if (this.#pending.length > lineBytesMax) return this.halt('protocol')
    for (const line of lines) if (this.#child !== undefined) this.#take(line)
  }

  #take(line: string): void {
    const message = messageOf(line)
    if (message === undefined) return this.halt('protocol')
    if (message.type === 'heartbeat') {
      this.heartbeats++
      this.#backoff = backoffMs.first
      this.#expectHeartbeat(this.#program.heartbeatMs * heartbeatsMissedMax)
      if (!this.#alive) {
        this.#alive = true
        this.#events.running()
      }
    } else if (message.id === this.#applying?.id) this.#applying?.settle(message.type === 'applied')
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

/** No network, no store, nothing to write to, and of the file system only the program and what it runs on. */
export function functionProfile(program: string): SandboxProfile {
  return {
    calls: 'function',
    network: false,
    readOnly: [...(isScript(program) ? [process.execPath] : []), dirname(program)],
    writable: [],
    uid: 64_005,
    diesWithParent: true,
    proc: false,
    environment: {},
  }
}

function isScript(program: string): boolean {
  return /\.[jt]s$/.test(program)
}

function commandOf(program: string, heartbeatMs: number): string[] {
  const rights = [
    '--permission',
    `--allow-fs-read=${dirname(program)}`,
    '--disable-warning=ExperimentalWarning',
  ]
  return [...(isScript(program) ? [process.execPath, ...rights] : []), program, String(heartbeatMs)]
}

interface FunctionMessage {
  readonly type: 'heartbeat' | 'applied' | 'fault'
  readonly id?: unknown
}

function messageOf(line: string): FunctionMessage | undefined {
  if (line.length > lineBytesMax) return undefined
  try {
    const message: unknown = JSON.parse(line)
    if (typeof message !== 'object' || message === null) return undefined
    const { type, id } = message as Record<string, unknown>
    return type === 'heartbeat' || type === 'applied' || type === 'fault' ? { type, id } : undefined
  } catch {
    return undefined
  }
}
