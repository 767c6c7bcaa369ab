import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import type { DeviceEvent, RegisterRequest, RegisterResponse } from '@pericard/protocol'
import type { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import { forgetTpm } from '../attestation.ts'
import { auditEntries } from '../audit.ts'
import { type Context, deviceRecord } from '../context.ts'
import { registerDevice, revokeDevice } from '../devices.ts'
import { takeEvidence } from '../evidence.ts'
import { witnessedHeads } from '../log-witness.ts'
import { newLink, sessionLife, signedIn, signIn } from '../sign-in.ts'
import { deviceSummaries, deviceView, takeAdvisories } from '../view.ts'
import { type Env, messageOf, newApp } from './common.ts'
import { addSoupRoutes } from './soup-routes.ts'
import { rotateShareOf } from '../share-rotation.ts'

const cookie = '__Host-pericard'
/** SBOMs and advisory feeds come by this port, from signed-in operators only. */
const bodyBytesMax = 32 * 1024 * 1024
const pingEvery = 15_000
const texts = z.record(z.string().min(1).max(256), z.string())
const registerRequest: z.ZodType<RegisterRequest> = z.strictObject({
  deviceFile: z.string().min(1),
  includes: texts,
  sboms: texts,
  serial: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/),
})
/** Whose decisions and changes are theirs: a name as people write it. */
const linkRequest = z.strictObject({ name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} .'_@-]{0,63}$/u) })
const evidenceUpload = z.strictObject({ publicKey: z.string().max(1024), text: z.string() })
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export interface ConsoleOptions {
  readonly context: Context
  readonly log: (line: string) => void
  readonly consoleDir?: string
  readonly addresses: Pick<RegisterResponse, 'enrolUrl' | 'deviceUrl' | 'fleetRoot'>
}

/** The operator API and the console's files. */
export function consolePort(options: ConsoleOptions): Hono<Env> {
  const { context } = options
  const app = newApp(bodyBytesMax, options.log)
  app.use(async (call, next) => {
    call.header('content-security-policy', policy)
    call.header('x-content-type-options', 'nosniff')
    call.header('referrer-policy', 'no-referrer')
    call.header('cache-control', 'no-store')
    await next()
  })
  app.get('/sign-in/:token', async (call) => {
    const session = await signIn(context, call.req.param('token'))
    if (session === undefined)
      return call.json({ code: 'FLEET_REFUSED', message: 'This link is used or too old' }, 401)
    const kept = {
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'Strict',
      maxAge: sessionLife / 1000,
    } as const
    setCookie(call, cookie, session, kept)
    return call.redirect('/', 303)
  })
  app.use('/api/*', async (call, next) => {
    const session = getCookie(call, cookie)
    const name = session === undefined ? undefined : await signedIn(context, session)
    if (name === undefined)
      return call.json({ code: 'FLEET_REFUSED', message: 'Sign in with a one-time link' }, 401)
    // A page of another origin cannot set this header without asking first, and nobody answers that question (CSRF).
    if (call.req.method !== 'GET' && call.req.header('x-pericard') !== '1')
      return call.json({ code: 'FLEET_REFUSED', message: 'The header x-pericard is missing' }, 403)
    call.set('operator', name)
    await next()
    return undefined
  })
  addReads(app, context)
  addSoupRoutes(app, context)
  addWrites(app, options)
  app.get('*', async (call) => {
    const file = await fileOf(options.consoleDir, call.req.path)
    return file === undefined ? call.notFound() : call.body(file.content, 200, { 'content-type': file.type })
  })
  return app
}

function addReads(app: Hono<Env>, context: Context): void {
  app.get('/api/me', (call) => call.json({ name: call.get('operator') }))
  app.get('/api/devices', async (call) => call.json(await deviceSummaries(context)))
  app.get('/api/devices/:id', async (call) => call.json(await deviceView(context, call.req.param('id'))))
  app.get('/api/devices/:id/log-heads', async (call) =>
    call.json(await witnessedHeads(context, call.req.param('id'))),
  )
  app.get('/api/audit', async (call) => call.json(await auditEntries(context.store)))
  app.get('/api/devices/:id/stream', async (call) => {
    const id = call.req.param('id')
    await context.store.transact((transaction) => deviceRecord(transaction, id))
    return streamSSE(call, async (stream) => {
      const send = (event: DeviceEvent): void => {
        if (event.device === id) void stream.writeSSE({ event: 'message', data: JSON.stringify(event) })
      }
      const ended = new Promise<void>((resolve) => stream.onAbort(resolve))
      context.hub.on('event', send)
      // An interval that the end clears, and not a loop that sleeps: a sleep would hold up the server's own stop.
      const ping = setInterval(() => void stream.write(': still here\n\n'), pingEvery)
      await stream.write(': open\n\n')
      if (!stream.aborted) await ended
      clearInterval(ping)
      context.hub.off('event', send)
    })
  })
}

function addWrites(app: Hono<Env>, { context, addresses }: ConsoleOptions): void {
  app.post('/api/sign-in-links', async (call) => {
    const { name } = await messageOf(call, linkRequest)
    return call.json({ path: `/sign-in/${await newLink(context, name, call.get('operator'))}` }, 201)
  })
  app.post('/api/devices', async (call) => {
    const { id, code } = await registerDevice(context, await messageOf(call, registerRequest))
    const response: RegisterResponse = { id, oneTimeCode: code, ...addresses }
    return call.json(response, 201)
  })
  for (const [path, status] of [['revoke', 'revoked'] as const, ['stolen', 'stolen'] as const]) {
    app.post(`/api/devices/:id/${path}`, async (call) => {
      await revokeDevice(context, call.req.param('id'), status)
      return call.json({ status })
    })
  }
  app.post('/api/devices/:id/rotate-share', async (call) => {
    await rotateShareOf(context, call.req.param('id'))
    return call.json({ rotating: true })
  })
  for (const what of ['tpm', 'pcrs', 'suspicion'] as const) {
    app.post(`/api/devices/:id/clear-${what}`, async (call) => {
      await forgetTpm(context, call.req.param('id'), what)
      return call.json({ cleared: what })
    })
  }
  app.post('/api/devices/:id/evidence', async (call) => {
    const { publicKey, text } = await messageOf(call, evidenceUpload)
    await takeEvidence(context, call.req.param('id'), publicKey, text)
    return call.json({ taken: true })
  })
  app.post('/api/advisories', async (call) =>
    call.json({ advisories: await takeAdvisories(context, new Uint8Array(await call.req.arrayBuffer())) }),
  )
}

/** A file of the console, or its page for every address that names no file. */
async function fileOf(
  folder: string | undefined,
  path: string,
): Promise<{ content: Uint8Array<ArrayBuffer>; type: string } | undefined> {
  if (folder === undefined) return undefined
  const named = extname(path) === '' ? '/index.html' : normalize(path)
  const type = types[extname(named)]
  if (type === undefined || named.includes('..')) return undefined
  try {
    return { content: new Uint8Array(await readFile(join(folder, named))), type }
  } catch {
    return undefined
  }
}
