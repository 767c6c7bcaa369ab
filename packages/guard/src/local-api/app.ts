import { fromUtf8, parseJson } from '@pericard/base'
import { checkObservation } from '@pericard/protocol'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { CommandRequest } from '../envelope.ts'
import type { CommandAnswer } from '../gate/gate.ts'
import type { Grant } from './grants.ts'

/** What stands behind the local API: the keeper and the gate, reached through the supervisor. */
export interface LocalBackend {
  /** `data` names the item of the device file; without it, the one with the shortest retention of those that fit. */
  store(component: string, record: StoreBody): Promise<Stored>
  read(component: string, query: RecordQuery): Promise<Read>
  erase(component: string, subject: string): Promise<Erased>
  command(fn: string, request: CommandRequest): Promise<CommandAnswer>
  log(component: string, entry: LogRequest): void
}

export interface RecordQuery {
  readonly subject: string
  /** Milliseconds since the epoch; `from` belongs to the span, `to` does not. */
  readonly from: number
  readonly to: number
}

export interface LogRequest {
  readonly level: 'info' | 'warning' | 'alarm'
  readonly event: string
  readonly detail: Readonly<Record<string, string | number | boolean>>
}

interface Unavailable {
  readonly ok: false
  /** `locked` until the fleet share came; the application keeps its records and tries again. */
  readonly code: string
  readonly message: string
}
export type Stored = Unavailable | { readonly ok: true; readonly sequence: number }
export type Erased =
  | Unavailable
  | {
      readonly ok: true
      /** Keys that were destroyed. */
      readonly keys: number
      /** Signed by the device; undefined while the root of the keys could not be destroyed yet (TPM or fleet away). */
      readonly receipt?: unknown
    }
export type Read = Unavailable | { readonly ok: true; readonly resources: readonly unknown[] }

const bodyBytesMax = 256 * 1024
const resourcesMax = 100
const text = z.string().min(1).max(128)
/** What an application posts to be sealed. */
export interface StoreBody {
  readonly subject: string
  readonly data?: string | undefined
  readonly resources: readonly unknown[]
}
const storeBody: z.ZodType<StoreBody> = z.strictObject({
  subject: text,
  data: text.optional(),
  resources: z.array(z.unknown()).min(1).max(resourcesMax),
})
const commandBody = z.strictObject({
  parameters: z.record(z.string().max(64), z.unknown()),
  role: z.string().max(64),
  confirmed: z.boolean(),
  subject: z.string().max(64).optional(),
  reason: z.string().max(64).optional(),
})
const logBody = z.strictObject({
  level: z.enum(['info', 'warning', 'alarm']),
  event: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  detail: z.record(z.string().max(64), z.union([z.string().max(256), z.number(), z.boolean()])),
})
const queryShape = z.object({
  subject: text,
  from: z.coerce.number().finite(),
  to: z.coerce.number().finite(),
})

/** The HTTP interface of one component. A route that the device file does not grant is not there. */
export function localApp(grant: Grant, backend: LocalBackend): Hono {
  const app = new Hono()
  const tooLarge = (c: Context): Response =>
    refuse(c, 413, 'too-large', `at most ${bodyBytesMax} bytes are taken`)
  app.use(bodyLimit({ maxSize: bodyBytesMax, onError: tooLarge }))
  app.notFound((c) => refuse(c, 404, 'not-granted', 'the device file grants this component nothing here'))
  // The cause stays inside: an error of a library may quote what it was given.
  app.onError((_, c) => refuse(c, 503, 'unavailable', 'the guard could not do it now; try again'))
  if (grant.records) addRecords(app, grant, backend)
  if (grant.erasure) addErasure(app, grant, backend)
  for (const fn of grant.functions) addCommands(app, fn.id, grant, backend)
  app.post('/log', async (c) => {
    const body = await read(c, logBody)
    if (body === undefined) return unreadable(c)
    backend.log(grant.component, body)
    return c.json({ taken: true }, 202)
  })
  app.get('/status', (c) =>
    c.json({
      component: grant.component,
      records: grant.records,
      erasure: grant.erasure,
      functions: grant.functions.map(({ id }) => id),
    }),
  )
  return app
}

function addRecords(app: Hono, { component }: Grant, backend: LocalBackend): void {
  app.post('/records', async (c) => {
    const body = await read(c, storeBody)
    if (body === undefined) return unreadable(c)
    const issue = body.resources.flatMap((resource, index) =>
      checkObservation(resource, `resources[${index}]`),
    )[0]
    if (issue !== undefined) return refuse(c, 422, 'observation', `${issue.path}: wanted ${issue.wanted}`)
    const stored = await backend.store(component, body)
    return stored.ok
      ? c.json({ sequence: stored.sequence }, 201)
      : refuse(c, 503, stored.code, stored.message)
  })
  app.get('/records', async (c) => {
    const query = queryShape.safeParse(c.req.query())
    if (!query.success)
      return refuse(c, 422, 'query', 'wanted subject, from and to (milliseconds since the epoch)')
    const found = await backend.read(component, query.data)
    return found.ok ? c.json({ resources: found.resources }) : refuse(c, 503, found.code, found.message)
  })
}

function addErasure(app: Hono, { component }: Grant, backend: LocalBackend): void {
  app.delete('/records', async (c) => {
    const query = z.object({ subject: text }).safeParse(c.req.query())
    if (!query.success) return refuse(c, 422, 'query', 'wanted subject')
    const erased = await backend.erase(component, query.data.subject)
    if (!erased.ok) return refuse(c, 503, erased.code, erased.message)
    const { keys, receipt } = erased
    return c.json({ keys, receipt }, receipt === undefined && keys > 0 ? 202 : 200)
  })
}

/** A confirmation counts only from a display: an application that was taken over must not confirm for the nurse (CWE-451, CWE-862). */
function addCommands(app: Hono, fn: string, { confirms }: Grant, backend: LocalBackend): void {
  app.post(`/functions/${fn}/commands/:command`, async (c) => {
    const body = await read(c, commandBody)
    if (body === undefined) return unreadable(c)
    const confirmed = confirms && body.confirmed
    const answer = await backend.command(fn, { command: c.req.param('command'), ...body, confirmed })
    return c.json(answer, answer.accepted ? 200 : 422)
  })
}

async function read<T>(c: Context, shape: z.ZodType<T>): Promise<T | undefined> {
  const body = fromUtf8(new Uint8Array(await c.req.arrayBuffer()))
  if (body === undefined) return undefined
  try {
    return shape.safeParse(parseJson(body)).data
  } catch {
    return undefined
  }
}

function unreadable(c: Context): Response {
  return refuse(c, 400, 'body', 'the body is not JSON of the wanted shape')
}

function refuse(c: Context, status: 400 | 404 | 413 | 422 | 503, code: string, message: string): Response {
  return c.json({ accepted: false, code, message }, status)
}
