import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Wait before the first restart in milliseconds; it doubles up to the last. */
const restartWaitFirst = 250
const restartWaitLast = 5_000
/** A process gets this long to stop cleanly, in milliseconds. */
const stopWait = 10_000

const cli = fileURLToPath(new URL('../../apps/cli/bin/pericard.js', import.meta.url))

export interface KeptOptions {
  readonly name: string
  /** A verb of `pericard` with its arguments, or a script (ends in `.ts`) with its own. */
  readonly args: () => readonly string[]
  /** Each line it prints. */
  readonly onLine: (line: string) => void
  /** Each message on the IPC channel, only to processes started here. */
  readonly onMessage?: (message: unknown) => void
  /** Called when it ends for good: exit code 2 says that trying again is of no use. */
  readonly onGivenUp: (code: number) => void
}

/** A process that is started again whenever it dies, by whatever hand, until `stop()`. */
export class Kept {
  readonly #options: KeptOptions
  #child: ChildProcess | undefined
  #stopping = false
  #wait = restartWaitFirst

  constructor(options: KeptOptions) {
    this.#options = options
    this.#start()
  }

  send(message: object): void {
    if (this.#child?.connected) this.#child.send(message)
  }

  /** Asks it to stop, insists after a while, and resolves once it is gone. */
  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGTERM')
    const insist = setTimeout(() => child.kill('SIGKILL'), stopWait)
    await gone
    clearTimeout(insist)
  }

  #start(): void {
    const [first = '', ...rest] = this.#options.args()
    const argv = first.endsWith('.ts') ? [first, ...rest] : [cli, first, ...rest]
    const flags = ['--disable-warning=ExperimentalWarning']
    // Own process group: Ctrl-C reaches only us, and we stop the others in order.
    const child = spawn(process.execPath, [...flags, ...argv], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    })
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, this.#options.onLine)
    child.on('message', (message) => this.#options.onMessage?.(message))
    child.once('spawn', () => setTimeout(() => (this.#wait = restartWaitFirst), restartWaitLast).unref())
    child.once('exit', (code) => this.#onExit(code))
  }

  #onExit(code: number | null): void {
    if (this.#stopping) return
    if (code === 2) {
      this.#options.onGivenUp(code)
      return
    }
    this.#options.onLine(`ended (${code ?? 'killed'}); starting it again`)
    setTimeout(() => {
      if (!this.#stopping) this.#start()
    }, this.#wait)
    this.#wait = Math.min(this.#wait * 2, restartWaitLast)
  }
}

function eachLine(stream: NodeJS.ReadableStream | null, take: (line: string) => void): void {
  let rest = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') take(line)
  })
}

/** Runs a verb to its end and returns its exit code and what it printed. */
export function runVerb(
  args: readonly string[],
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<{ code: number; lines: readonly string[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    const lines: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      eachLine(stream, (line) => {
        lines.push(line)
        onLine(line)
      })
    }
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 2, lines }))
  })
}
