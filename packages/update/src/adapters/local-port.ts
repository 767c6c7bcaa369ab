/**
 * The socket over which a person at the device speaks to an updater that runs: HTTP with JSON, in the updater's own folder, which only
 * the guard's user can open. A medium comes the same way: whoever holds it serves its files on a second socket there, so that nothing of
 * it has to be mounted where the updater lives.
 */
import { lstatSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import { join } from 'node:path'
import { z } from 'zod'
import { nameSchema } from '../trust.ts'

/** A request in bytes; a grant with sixteen signatures fits. */
const requestBytesMax = 256 * 1024
/** An answer in bytes. */
const answerBytesMax = 256 * 1024
const connectionsMax = 4
/** Time in which a request has to be there, in milliseconds. */
const requestWait = 10_000

export type LocalRequest =
  | { readonly type: 'status' }
  | { readonly type: 'challenge' }
  | {
      readonly type: 'apply'
      readonly component: string
      /** Text of the grant, where one is needed. */
      readonly grant?: string | undefined
    }

export type LocalAnswer =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string }

const requestSchema: z.ZodType<LocalRequest> = z.union([
  z.strictObject({ type: z.literal('status') }),
  z.strictObject({ type: z.literal('challenge') }),
  z.strictObject({ type: z.literal('apply'), component: nameSchema, grant: z.string().optional() }),
])
const answerSchema: z.ZodType<LocalAnswer> = z.union([
  z.object({ ok: z.literal(true), answer: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.string().max(64), message: z.string().max(4096) }),
])

/** Where an updater listens. */
export function localPort(folder: string): string {
  return join(folder, 'updater.sock')
}

/** Where it finds a medium while somebody holds one. */
export function mediumPort(folder: string): string {
  return join(folder, 'medium.sock')
}

/** Listens for requests, one after the other. `handle` never throws. */
export function openLocalPort(
  folder: string,
  handle: (request: LocalRequest) => Promise<LocalAnswer>,
  onError: () => void,
): Server {
  const path = localPort(folder)
  // What an end by force left there.
  rmSync(path, { force: true })
  const server = createServer((incoming, response) => {
    const answer = async (): Promise<LocalAnswer> => {
      const asked = requestSchema.safeParse(parsed(await textOf(incoming, requestBytesMax))).data
      return asked === undefined
        ? { ok: false, code: 'UPDATE_FORMAT', message: 'the updater does not know this request' }
        : handle(asked)
    }
    answer().then(
      (value) => response.end(JSON.stringify(value)),
      () => response.destroy(),
    )
  })
  server.maxConnections = connectionsMax
  server.requestTimeout = requestWait
  server.headersTimeout = requestWait
  server.on('error', onError)
  return server.listen(path)
}

/**
 * Asks the updater that runs on this device. An answer to `apply` takes as long as the image and the person at the device.
 *
 * @returns `undefined` where none runs
 */
export async function askLocalPort(folder: string, asked: LocalRequest): Promise<LocalAnswer | undefined> {
  // Not a link: an updater that was taken over could lead whoever asks to the socket of another service (CWE-59).
  if (lstatSync(localPort(folder), { throwIfNoEntry: false })?.isSocket() !== true) return undefined
  const response = await responseOf(localPort(folder), JSON.stringify(asked))
  if (response === undefined) return undefined
  try {
    return answerSchema.parse(parsed(await textOf(response, answerBytesMax)))
  } catch {
    throw new Error('the updater ended before it answered, or answered something else')
  }
}

function responseOf(socketPath: string, body: string): Promise<IncomingMessage | undefined> {
  return new Promise((done, refuse) => {
    const outgoing = request({ socketPath, method: 'POST', agent: false }, done)
    outgoing.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ENOENT' || code === 'ECONNREFUSED') done(undefined)
      else refuse(new Error(`the updater that runs here does not answer (${code})`))
    })
    outgoing.end(body)
  })
}

async function textOf(message: IncomingMessage, bytesMax: number): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of message) {
    const bytes = part as Buffer
    length += bytes.length
    if (length > bytesMax) throw new Error('too long')
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
