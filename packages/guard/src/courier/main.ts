/** The courier: the guard's only process with a network. It has no vault key, no store, and sees PHI only sealed. */
import { Agent, request, type RequestOptions } from 'node:https'
import { linkPolicy } from '@pericard/protocol'
import { z } from 'zod'
import { type Message, openChannel } from '../channel.ts'

/** Answer of the fleet in bytes. */
const answerBytesMax = 512 * 1024
/** A call to the fleet in milliseconds. */
const callWait = 15_000

const startMessage = z.object({
  config: z.object({ deviceUrl: z.url(), enrolUrl: z.url(), fleetRoot: z.string() }),
})
const identityMessage = z.object({ certificate: z.string(), privateKey: z.string() })
const callMessage = z.object({
  id: z.int(),
  method: z.enum(['GET', 'POST']),
  path: z.string().regex(/^\/[\w./-]*$/),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
  enrol: z.boolean().optional(),
})
type Call = z.infer<typeof callMessage>

let config: z.infer<typeof startMessage>['config'] | undefined
let agent: Agent | undefined
const channel = openChannel(onMessage)

function onMessage(message: Message): void {
  if (message.type === 'start') config = startMessage.parse(message).config
  else if (message.type === 'identity') useIdentity(identityMessage.parse(message))
  else if (message.type === 'call') {
    const call = callMessage.parse(message)
    perform(call).then(
      (answer) => channel.send({ to: 'keeper', type: 'answer', id: call.id, ...answer }),
      (error: NodeJS.ErrnoException) =>
        channel.send({ to: 'keeper', type: 'answer', id: call.id, error: error.code ?? error.message }),
    )
  }
}

/** A new identity ends the connections of the old one. */
function useIdentity({ certificate, privateKey }: z.infer<typeof identityMessage>): void {
  agent?.destroy()
  agent = new Agent({ ...linkPolicy(), cert: certificate, key: privateKey, keepAlive: true, maxSockets: 2 })
}

function perform({ method, path, headers, body, enrol }: Call): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    if (config === undefined) return reject(new Error('NOT_STARTED'))
    if (enrol !== true && agent === undefined) return reject(new Error('NO_IDENTITY'))
    const payload = body === undefined ? undefined : Buffer.from(body, 'base64')
    const options: RequestOptions = {
      ...linkPolicy(),
      // Only the fleet's own root: a certificate that a hospital proxy or a public CA issued is not the fleet.
      ...{ method, ca: config.fleetRoot, timeout: callWait },
      agent: enrol === true ? false : agent,
      headers: { ...headers, ...(payload === undefined ? {} : { 'content-length': String(payload.length) }) },
    }
    const outgoing = request(
      new URL(path, enrol === true ? config.enrolUrl : config.deviceUrl),
      options,
      (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > answerBytesMax) response.destroy(new Error('ANSWER_TOO_LARGE'))
          else chunks.push(chunk)
        })
        response.on('error', reject)
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('base64') }),
        )
      },
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error('TIMEOUT')))
    outgoing.on('error', reject)
    outgoing.end(payload)
  })
}
