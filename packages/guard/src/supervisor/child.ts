import type { ChildProcess } from 'node:child_process'
import type { Duplex } from 'node:stream'
import type { Message } from '../channel.ts'
import { encodeFrame, FrameReader } from '../frames.ts'
import type { SandboxProfile } from '../sandbox.ts'
import { launch } from '../sandbox/launch.ts'
import type { Layer } from '../sandbox/layers.ts'
import { type Listener, openListener } from './listener.ts'
import { nodeRights } from './profiles.ts'

/** Waits before a process is started again, in milliseconds; doubled up to the last. */
const restartFirst = 100
const restartLast = 5_000
/** A process that ran this long starts again without a wait. */
const steadyAfter = 10_000
/** Bytes that wait for a process that does not read; more are dropped, or one process could fill the memory of all. */
const queueBytesMax = 8 * 1024 * 1024

export type ChildName = 'keeper' | 'courier' | 'local-api' | 'updater' | 'relay'

export interface ChildOptions {
  readonly name: ChildName
  readonly main: string
  readonly profile: SandboxProfile
  readonly layers: readonly Layer[]
  /** `false` for what plays an attacker with native code: Node's permission model is left out. */
  readonly trusted?: boolean
  /** Path of a Unix socket that it gets to listen at, as descriptor 4. */
  readonly listensAt?: string
  /** What it is told first, after each start. */
  readonly onStart: (child: GuardChild) => void
  readonly onMessage: (from: ChildName, message: Message) => void
  readonly onEnd: (name: ChildName, how: string) => void
}

/** A process of the guard in its sandbox, started again whenever it ends. */
export class GuardChild {
  readonly #options: ChildOptions
  #process: ChildProcess | undefined
  #stopping = false
  #wait = restartFirst

  constructor(options: ChildOptions) {
    this.#options = options
    this.#start()
  }

  /** Passes a message on; returns false where it had to be dropped. */
  send(message: Message): boolean {
    const channel = this.#channel
    if (channel === undefined || channel.destroyed || channel.writableLength > queueBytesMax) return false
    channel.write(encodeFrame(message))
    return true
  }

  /** Ends it as it is; it is started afresh. */
  kill(): void {
    this.#process?.kill('SIGKILL')
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const running = this.#process
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()))
    // The end of its channel ends the process; whoever does not heed it is killed with its sandbox.
    this.#channel?.destroy()
    const insist = setTimeout(() => running.kill('SIGKILL'), 2_000)
    await gone
    clearTimeout(insist)
  }

  get #channel(): Duplex | undefined {
    return this.#process?.stdio[3] as Duplex | undefined
  }

  #start(): void {
    const { profile, main, name, layers, listensAt, trusted = true, onMessage } = this.#options
    const rights = trusted ? nodeRights(profile) : []
    const command = [process.execPath, ...rights, '--disable-warning=ExperimentalWarning', main]
    const started = performance.now()
    let child: ChildProcess
    let listener: Listener | undefined
    try {
      listener = listensAt === undefined ? undefined : openListener(listensAt)
      const errors = process.env['PERICARD_DEBUG'] === '1' ? 'inherit' : 'ignore'
      child = launch(profile, command, {
        layers,
        stdio: [
          ...(['ignore', 'ignore', errors, 'pipe'] as const),
          ...(listener === undefined ? [] : [listener.descriptor]),
        ],
      })
      listener?.handOver()
    } catch (error) {
      listener?.close()
      // Its cgroup or its socket could not be made. It does not run without, and the others do not end because of it.
      return this.#again(error instanceof Error ? error.message : 'cannot start')
    }
    this.#process = child
    const reader = new FrameReader()
    this.#channel?.on('data', (bytes: Buffer) => {
      try {
        for (const message of reader.push(bytes)) if (isMessage(message)) onMessage(name, message)
      } catch {
        // A broken frame: the process was taken over or is at fault. It is killed and started afresh.
        child.kill('SIGKILL')
      }
    })
    this.#channel?.on('error', () => undefined)
    child.on('error', () => undefined)
    child.once('exit', (code, signal) => {
      if (performance.now() - started > steadyAfter) this.#wait = restartFirst
      this.#again(signal ?? `exit ${code}`)
    })
    this.#options.onStart(this)
  }

  /** Says how it ended and starts it again after a while. */
  #again(how: string): void {
    if (this.#stopping) return
    this.#options.onEnd(this.#options.name, how)
    setTimeout(() => {
      if (!this.#stopping) this.#start()
    }, this.#wait)
    this.#wait = Math.min(this.#wait * 2, restartLast)
  }
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
