import type { HttpBindings } from '@hono/node-server'
import { fromUtf8 } from '@pericard/base'
import { type Decoded, decode } from '@pericard/protocol'
import { type Context as Call, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { FleetError, type FleetErrorCode } from '../error.ts'

/** `operator` is who is signed in, on the console port behind `/api`. */
export type Env = { Bindings: HttpBindings; Variables: { operator: string } }
type Status = 400 | 403 | 404 | 409 | 429 | 500 | 503

const statusOf: Readonly<Record<FleetErrorCode, Status>> = {
  FLEET_REQUEST_INVALID: 400,
  FLEET_REFUSED: 403,
  FLEET_NOT_FOUND: 404,
  FLEET_CONFLICT: 409,
  FLEET_RATE_LIMITED: 429,
  FLEET_STORE_FULL: 503,
  FLEET_STORE_LOCKED: 500,
  FLEET_STORE_BROKEN: 500,
  FLEET_MASTER_KEY_BAD: 500,
  FLEET_PORT_IN_USE: 500,
}

/** An application that bounds bodies and turns refusals into answers. Anything unforeseen is 500 without a word on why. */
export function newApp(bytesMax: number, log: (line: string) => void): Hono<Env> {
  const app = new Hono<Env>()
  const tooLarge = { code: 'FLEET_REQUEST_INVALID', message: `The body has more than ${bytesMax} bytes` }
  app.use(bodyLimit({ maxSize: bytesMax, onError: (call) => call.json(tooLarge, 413) }))
  app.notFound((call) => call.json({ code: 'FLEET_NOT_FOUND', message: 'There is nothing here' }, 404))
  app.onError((error, call) => {
    if (error instanceof FleetError) return refuse(call, statusOf[error.code], error.code, error.message)
    log(`unforeseen ${error.name} at ${call.req.method} ${call.req.routePath}`)
    return refuse(call, 500, 'FLEET_STORE_BROKEN', 'The fleet server failed')
  })
  return app
}

/** `{code, message}`, as an OperationOutcome (FHIR R4) where FHIR is spoken. */
function refuse(call: Call<Env>, status: Status, code: string, message: string): Response {
  if (call.req.path !== '/fhir') return call.json({ code, message }, status)
  const issue = [{ severity: 'error', code: status === 409 ? 'conflict' : 'invalid', diagnostics: message }]
  call.header('content-type', 'application/fhir+json')
  return call.body(JSON.stringify({ resourceType: 'OperationOutcome', issue }), status)
}

/** The body as text. @throws {FleetError} `FLEET_REQUEST_INVALID` if it is not UTF-8 */
export async function textOf(call: Call<Env>): Promise<string> {
  const text = fromUtf8(new Uint8Array(await call.req.arrayBuffer()))
  if (text === undefined) throw new FleetError('FLEET_REQUEST_INVALID', 'The body is not UTF-8')
  return text
}

/** The body as one message. @throws {FleetError} `FLEET_REQUEST_INVALID` */
export async function messageOf<T>(call: Call<Env>, codec: Parameters<typeof decode<T>>[0]): Promise<T> {
  const decoded: Decoded<T> = decode(codec, await textOf(call))
  if (decoded.ok) return decoded.value
  throw new FleetError('FLEET_REQUEST_INVALID', decoded.problem)
}
