/** The fleet server as a process of its own: what it tells its parent, and how it stops. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

interface Ready {
  readonly consoleUrl: string
  readonly deviceUrl: string
  readonly enrolUrl: string
  readonly fleetRoot: string
}

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const deviceFile = readFileSync(
  new URL('../../../examples/infusion-pump/device.yaml', import.meta.url),
  'utf8',
)

async function start(data: string, context: TestContext): Promise<{ child: ChildProcess; ready: Ready }> {
  const args = ['--disable-warning=ExperimentalWarning', main, data]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  // By the test's end at the latest: a child that lives on would keep a failed run from ending.
  context.after(() => child.kill('SIGKILL'))
  const [{ ready }] = (await once(child, 'message')) as [{ ready: Ready }]
  return { child, ready }
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  child.kill(signal)
  const [code] = (await once(child, 'exit')) as [unknown]
  return code
}

async function call(url: string, options: object, body?: string): Promise<IncomingMessage> {
  const sent = request(url, { agent: false, ...options }).end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return response
}

// The limit is the assertion: a stream that is left open must not hold up the end.
test('fleetd stops cleanly under an open event stream, and the next start has the same addresses', {
  timeout: 10_000,
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-fleetd-'))
  const data = join(folder, 'data')
  const first = await start(data, context)
  const ca = first.ready.fleetRoot
  first.child.send({ want: 'sign-in-link' })
  const [{ link }] = (await once(first.child, 'message')) as [{ link: string }]
  const cookie = (await call(link, { ca })).headers['set-cookie']?.[0]?.split(';')[0]
  const headers = { cookie, 'x-pericard': '1' }
  const body = JSON.stringify({ deviceFile, includes: {}, sboms: {}, serial: 'S1' })
  const registered = await call(
    `${first.ready.consoleUrl}/api/devices`,
    { ca, headers, method: 'POST' },
    body,
  )
  assert.equal(registered.statusCode, 201)
  const { id } = JSON.parse(Buffer.concat(await registered.toArray()).toString()) as { id: string }
  const device = `${first.ready.consoleUrl}/api/devices/${encodeURIComponent(id)}`
  const stream = await call(`${device}/stream`, { ca, headers })
  stream.on('error', () => undefined)
  await once(stream, 'data')
  assert.equal(await stop(first.child, 'SIGTERM'), 0)

  const second = await start(data, context)
  assert.deepEqual(second.ready, first.ready)
  assert.equal(await stop(second.child, 'SIGINT'), 0)
  rmSync(folder, { recursive: true })
})
