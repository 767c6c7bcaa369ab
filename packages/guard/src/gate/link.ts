import type { ChildProcess } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { CommandRequest } from '../envelope.ts'
import { GuardError } from '../errors.ts'
import { encodeFrame, FrameReader } from '../frames.ts'
import { findBwrap, type SandboxProfile } from '../sandbox.ts'
import { launch } from '../sandbox/launch.ts'
import type { CommandAnswer, GateEvent, GateStatus } from './gate.ts'
import { toolsOf } from './function-program.ts'
import type { GateConfiguration } from './wire.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const code = [`${root}packages`, `${root}node_modules`, process.execPath, findBwrap()]
const startMs = 10_000

/** The supervisor's end of the gate's control socket. */
export class GateLink {
  readonly #socket: Socket
  readonly #waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  readonly #onEvent: (event: GateEvent) => void
  #nextId = 0
  #greet: (deviceFile: string | undefined) => void = () => undefined
  /** The device file that the gate was started with; undefined where it ended before it said so. */
  readonly hello: Promise<string | undefined>

  constructor(socket: Socket, onEvent: (event: GateEvent) => void) {
    this.#socket = socket
    this.#onEvent = onEvent
    this.hello = new Promise((resolve) => {
      this.#greet = resolve
    })
    const reader = new FrameReader()
    socket.on('data', (bytes: Buffer) => {
      try {
        for (const message of reader.push(bytes)) this.#take(message as Record<string, unknown>)
      } catch {
        // A gate that was taken over must not bring its supervisor down with a broken frame.
        socket.destroy()
      }
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      // A gate that is being killed still takes connections for a moment.
      this.#greet(undefined)
      const gone = new GuardError('GUARD_GATE_GONE', 'The gate closed its control socket')
      for (const { reject } of this.#waiting.values()) reject(gone)
      this.#waiting.clear()
    })
  }

  command(request: CommandRequest): Promise<CommandAnswer> {
    return this.#ask({ type: 'command', ...request }) as Promise<CommandAnswer>
  }

  status(): Promise<GateStatus> {
    return this.#ask({ type: 'status' }) as Promise<GateStatus>
  }

  /** Safe state, then the end of the gate's process. */
  async shutdown(): Promise<void> {
    await this.#ask({ type: 'shutdown' })
  }

  /** Leaves the gate running. */
  close(): void {
    this.#socket.destroy()
  }

  #ask(request: object): Promise<unknown> {
    if (this.#socket.destroyed)
      return Promise.reject(new GuardError('GUARD_GATE_GONE', 'The gate is not connected'))
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#socket.write(encodeFrame({ ...request, id }))
    })
  }

  #take({ type, id, ...rest }: Record<string, unknown>): void {
    if (type === 'hello') this.#greet(String(rest['deviceFile']))
    else if (type === 'event') this.#onEvent(rest as unknown as GateEvent)
    else if (type === 'answer' && typeof id === 'number') {
      this.#waiting.get(id)?.resolve(rest)
      this.#waiting.delete(id)
    }
  }
}

/**
 * Takes over the gate that is running, or starts one. A gate that survived the guard's death goes on without a
 * pause; one that was started for another device file is brought to its safe state and replaced.
 *
 * @throws {GuardError} `GUARD_BWRAP_MISSING`, `GUARD_GATE_GONE` if it does not come up
 */
export async function openGate(
  configuration: GateConfiguration,
  onEvent: (event: GateEvent) => void,
): Promise<{ readonly link: GateLink; readonly adopted: boolean }> {
  const running = await connectGate(configuration.socket, onEvent)
  if (running !== undefined) {
    const hello = await greeted(running)
    if (hello === configuration.deviceFile) return { link: running, adopted: true }
    if (hello !== undefined) await running.shutdown()
  }
  const child = spawnGate(configuration)
  const deadline = performance.now() + startMs
  while (performance.now() < deadline && child.exitCode === null) {
    const link = await connectGate(configuration.socket, onEvent)
    if (link !== undefined && (await greeted(link)) !== undefined) return { link, adopted: false }
    await pause(20)
  }
  throw new GuardError(
    'GUARD_GATE_GONE',
    `The gate did not open ${configuration.socket} within ${startMs} ms`,
  )
}

/** @throws {GuardError} `GUARD_GATE_GONE` for a gate that is there and says nothing: a second one beside it would drive the same machine */
async function greeted(link: GateLink): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const silent = `The gate says nothing within ${startMs} ms`
    timer = setTimeout(() => reject(new GuardError('GUARD_GATE_GONE', silent)), startMs)
  })
  try {
    return await Promise.race([link.hello, late])
  } catch (error) {
    link.close()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** The gate's own sandbox: code and program to read, the folder of its socket to write, no network, no store. */
export function gateProfile({
  program,
  fallback,
  socket,
  group,
  history,
}: GateConfiguration): SandboxProfile {
  const programs = [program, ...(fallback === undefined ? [] : [fallback])]
  const tools = programs.flatMap(toolsOf).filter((path) => path !== process.execPath)
  return {
    calls: 'gate',
    ...(group === undefined ? {} : { group }),
    nests: true,
    network: false,
    readOnly: [...new Set([...code, ...tools, ...programs.map((path) => dirname(path))])],
    writable: [dirname(socket), ...(history === undefined ? [] : [dirname(history)])],
    uid: 64_001,
    diesWithParent: false,
    proc: true,
    environment: {},
  }
}

function spawnGate(configuration: GateConfiguration): ChildProcess {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const command = [process.execPath, main, JSON.stringify(configuration)]
  const child = launch(gateProfile(configuration), command, {
    ...(configuration.layers === undefined ? {} : { layers: configuration.layers }),
    ...{ stdio: ['ignore', 'ignore', 'ignore'], detached: true },
  })
  child.on('error', () => undefined)
  child.unref()
  return child
}

function connectGate(path: string, onEvent: (event: GateEvent) => void): Promise<GateLink | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(new GateLink(socket, onEvent)))
    socket.once('error', () => resolve(undefined))
  })
}
