/** Entry point of the local API's process: one Unix socket for each component that the device file grants something. */
import { parseDeviceFile } from '@pericard/model'
import { z } from 'zod'
import { type Message, openChannel } from '../channel.ts'
import type { CommandAnswer } from '../gate/gate.ts'
import type { Erased, LocalBackend, Read, Stored } from './app.ts'
import { Sockets } from './sockets.ts'

/** Requests that wait for keeper or gate; one more is refused. */
const waitingMax = 64
/** Keeper or gate may be killed and started again meanwhile, in milliseconds. */
const answerWait = 5_000

const startMessage = z.object({
  config: z.object({
    deviceFile: z.string(),
    includes: z.record(z.string(), z.string()).optional(),
    runDir: z.string(),
  }),
})

const dormantMessage = z.object({ open: z.array(z.string()).max(8), milliseconds: z.number().min(0) })

let sockets: Sockets | undefined
const waiting = new Map<number, (answer: Message) => void>()
let nextId = 1
const channel = openChannel((message) => {
  if (message.type === 'start') start(message)
  else if (message.type === 'dormant') {
    const { open, milliseconds } = dormantMessage.parse(message)
    sockets?.openDormant(open, milliseconds)
  } else if (typeof message['id'] === 'number') waiting.get(message['id'])?.(message)
})

/** Sends a request on and waits for its answer; rejects when there is none in time, which the application sees as 503. */
function ask(request: Message): Promise<Message> {
  return new Promise((resolve, reject) => {
    if (waiting.size >= waitingMax) return reject(new Error('too many requests wait'))
    const id = nextId++
    const timer = setTimeout(() => {
      waiting.delete(id)
      reject(new Error('no answer in time'))
    }, answerWait)
    waiting.set(id, (answer) => {
      clearTimeout(timer)
      waiting.delete(id)
      resolve(answer)
    })
    channel.send({ ...request, id })
  })
}

const backend: LocalBackend = {
  store: async (component, record) =>
    (await ask({ to: 'keeper', type: 'store', component, ...record })) as unknown as Stored,
  read: async (component, { subject, from, to }) =>
    (await ask({
      to: 'keeper',
      type: 'read',
      component,
      subject,
      since: from,
      until: to,
    })) as unknown as Read,
  erase: async (component, subject) =>
    (await ask({ to: 'keeper', type: 'erase', component, subject })) as unknown as Erased,
  command: async (fn, request) => {
    const { answer } = await ask({ to: 'gate', type: 'command', function: fn, request })
    return answer as CommandAnswer
  },
  log: (component, { level, event, detail }) => {
    channel.send({ to: 'keeper', type: 'log', entry: { level, event, detail: { component, ...detail } } })
  },
}

function start(message: Message): void {
  const { config } = startMessage.parse(message)
  const parsed = parseDeviceFile(config.deviceFile, { readInclude: (path) => config.includes?.[path] })
  if (!parsed.ok) throw new Error('the device file cannot be read')
  sockets = new Sockets(parsed.file, config.runDir, backend)
  channel.send({ type: 'status', status: 'local-api-open', detail: '' })
}
