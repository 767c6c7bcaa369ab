/** The gate's process: one critical function, one control socket, no network, no store. */
import { rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { encodeFrame, FrameReader } from '../frames.ts'
import type { FunctionProgram } from './function-runner.ts'
import { Gate, type GateEvent } from './gate.ts'
import type { ImageWanted } from './image.ts'
import { HistoryFile, monotonicMs } from './history-file.ts'
import { fallbackWanted, type GateConfiguration, imageWanted, readGateRequest } from './wire.ts'

/** The supervisor, its successor while the two overlap, and two for diagnosis. */
const connectionsMax = 4
/** Events kept while no supervisor listens; the oldest go first and are counted. */
const eventsMax = 256

const configuration = JSON.parse(process.argv[2] ?? '') as GateConfiguration
const { function: fn, socket: path } = configuration
const fallback = fallbackWanted(configuration)
const listeners = new Set<Socket>()
const events: GateEvent[] = []
let dropped = 0

const gate = new Gate(
  fn,
  {
    program: runnable(imageWanted(configuration), fn.program),
    fallback: fallback === undefined ? undefined : runnable(fallback, fn.fallback),
  },
  tell,
  monotonicMs,
  configuration.history === undefined ? undefined : new HistoryFile(fn, configuration.history, monotonicMs()),
)

function runnable(
  image: ImageWanted,
  declared: { readonly heartbeatMs: number; readonly verifyEvery?: number } | undefined,
): FunctionProgram {
  return {
    ...{ image, heartbeatMs: declared?.heartbeatMs ?? 1000 },
    ...(declared?.verifyEvery === undefined ? {} : { verifyEveryMs: declared.verifyEvery }),
    ...(configuration.layers === undefined ? {} : { layers: configuration.layers }),
  }
}

/** After the answer that is about to be written: what is for the log must not delay what is for the patient. */
function tell(event: GateEvent): void {
  if (events.length === 0) setImmediate(tellAll)
  events.push(event)
  if (events.length > eventsMax) {
    events.shift()
    dropped++
  }
}

function tellAll(): void {
  if (listeners.size === 0) return
  const frames = Buffer.concat(events.splice(0).map((event) => encodeFrame({ type: 'event', ...event })))
  for (const listener of listeners) listener.write(frames)
}

async function answer(socket: Socket, message: unknown): Promise<void> {
  const request = readGateRequest(message)
  if (request === undefined) {
    socket.destroy()
    return
  }
  const { id } = request
  if (request.type === 'status') socket.write(encodeFrame({ type: 'answer', id, ...gate.status() }))
  else if (request.type === 'command') {
    const { type: _, id: __, ...asked } = request
    socket.write(encodeFrame({ type: 'answer', id, ...(await gate.command(asked)) }))
  } else {
    gate.shutdown()
    rmSync(path, { force: true })
    socket.end(encodeFrame({ type: 'answer', id }), () => process.exit(0))
  }
}

function welcome(socket: Socket): void {
  const reader = new FrameReader()
  socket.on('error', () => socket.destroy())
  socket.on('close', () => listeners.delete(socket))
  socket.on('data', (bytes: Buffer) => {
    try {
      for (const message of reader.push(bytes)) void answer(socket, message)
    } catch {
      socket.destroy()
    }
  })
  socket.write(encodeFrame({ type: 'hello', deviceFile: configuration.deviceFile, dropped }))
  dropped = 0
  listeners.add(socket)
  tellAll()
}

// A signal is a clean end: safe state first.
process.on('SIGTERM', () => {
  gate.shutdown()
  tellAll()
  rmSync(path, { force: true })
  process.exit(0)
})
process.umask(0o177)
rmSync(path, { force: true })
const server = createServer(welcome)
server.maxConnections = connectionsMax
server.listen(path)
