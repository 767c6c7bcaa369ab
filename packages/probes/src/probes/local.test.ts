import test from 'node:test'
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { bodyOf, folder, local, target } from '../../test/twins.ts'
import type { ProbeResult, ProbeTarget } from '../probe.ts'
import { probeById } from './index.ts'

async function run(id: string, parts: Partial<ProbeTarget>): Promise<ProbeResult> {
  const probe = probeById(id)
  assert.ok(probe)
  return probe.run(target(parts))
}

/** A command endpoint; what it checks is the twin's choice. */
function commands(sound: (body: Record<string, unknown>) => boolean): RequestListener {
  return (request, response) => {
    if (request.method === 'GET') return void response.end('{}')
    void bodyOf(request).then((body) => {
      const accepted = body !== undefined && sound(body)
      response.writeHead(accepted ? 200 : 422).end(JSON.stringify({ accepted }))
    })
  }
}

function inEnvelope({ parameters }: Record<string, unknown>): boolean {
  const { rate, ...rest } = parameters as Record<string, unknown>
  return Object.keys(rest).length === 0 && typeof rate === 'number' && rate >= 1 && rate <= 100
}

function byNurse({ role, confirmed }: Record<string, unknown>): boolean {
  return role === 'nurse' && confirmed === true
}

test('command-outside-envelope breaks an endpoint that checks only roles, and not one that checks limits', async (t) => {
  const weak = await run('command-outside-envelope', { runDir: await local(t, 'app', commands(byNurse)) })
  assert.equal(weak.result, 'failed', weak.saw)
  const both = commands((body) => byNurse(body) && inEnvelope(body))
  const sound = await run('command-outside-envelope', { runDir: await local(t, 'app', both) })
  assert.equal(sound.result, 'held', sound.saw)
})

test('command-by-wrong-role breaks an endpoint that checks only limits, and not one that checks roles', async (t) => {
  const weak = await run('command-by-wrong-role', { runDir: await local(t, 'app', commands(inEnvelope)) })
  assert.equal(weak.result, 'failed', weak.saw)
  const both = commands((body) => byNurse(body) && inEnvelope(body))
  const sound = await run('command-by-wrong-role', { runDir: await local(t, 'app', both) })
  assert.equal(sound.result, 'held', sound.saw)
})

test('a command endpoint that is not there proves nothing', async (t) => {
  const absent: RequestListener = (_, response) => response.writeHead(404).end()
  const { result, saw } = await run('command-outside-envelope', { runDir: await local(t, 'app', absent) })
  assert.equal(result, 'not-run', saw)
})

/** Stores whatever comes, as `encode` makes of it. */
function storing(dataDir: string, encode: (text: string) => string | Buffer): RequestListener {
  return (request, response) => {
    void bodyOf(request).then((body) => {
      if (body !== undefined) writeFileSync(join(dataDir, 'vault.db'), encode(JSON.stringify(body)))
      response.writeHead(body === undefined ? 200 : 201).end('{"sequence":1}')
    })
  }
}

test('phi-in-raw-storage breaks storage in the clear, in UTF-16 and in base64', async (t) => {
  for (const encoding of ['utf8', 'utf16le', 'base64', 'hex'] as const) {
    const dataDir = folder(t)
    const encode = (text: string): string | Buffer =>
      encoding === 'utf16le' ? Buffer.from(text, encoding) : Buffer.from(text).toString(encoding)
    const runDir = await local(t, 'app', storing(dataDir, encode))
    const { result, saw } = await run('phi-in-raw-storage', { dataDir, runDir })
    assert.equal(result, 'failed', `${encoding}: ${saw}`)
  }
})

test('phi-in-raw-storage does not break storage that does not show the patient', async (t) => {
  const dataDir = folder(t)
  const runDir = await local(
    t,
    'app',
    storing(dataDir, (text) => createHmac('sha256', 'k').update(text).digest()),
  )
  const { result, saw } = await run('phi-in-raw-storage', { dataDir, runDir })
  assert.equal(result, 'held', saw)
})

test('malformed-input breaks an endpoint that takes anything, and not one that refuses', async (t) => {
  const careless: RequestListener = (request, response) =>
    void bodyOf(request).then(() => response.writeHead(201).end())
  const weak = await run('malformed-input', { runDir: await local(t, 'app', careless) })
  assert.equal(weak.result, 'failed', weak.saw)
  const strict: RequestListener = (request, response) => {
    if (request.url === '/status') return void response.end('{}')
    response.writeHead(400, { connection: 'close' }).end()
  }
  const sound = await run('malformed-input', { runDir: await local(t, 'app', strict) })
  assert.equal(sound.result, 'held', sound.saw)
  const file = target({}).deviceFile
  const networked = { ...file, components: [...file.components, { id: 'courier', guard: 'courier' }] }
  const part = await run('malformed-input', {
    runDir: await local(t, 'app', strict),
    deviceFile: networked as unknown as ProbeTarget['deviceFile'],
  })
  assert.equal(part.result, 'not-run', 'the ports that the file declares were not attacked')
})

test('log-tamper breaks a log that only looks whole, and not one under a key', async (t) => {
  const dataDir = folder(t)
  const log = join(dataDir, 'log')
  mkdirSync(log)
  const text = 'one\ntwo\nthree\n'
  const tag = (bytes: string | Buffer): string => createHmac('sha256', 'k').update(bytes).digest('hex')
  writeFileSync(join(log, '1.log'), `${tag(text)}\n${text}`)
  const keyed = async (at: string): Promise<boolean> => {
    const whole = readFileSync(join(at, '1.log'))
    return whole.subarray(0, 64).toString() === tag(whole.subarray(65))
  }
  assert.equal(
    (await run('log-tamper', { dataDir, verifyLog: async (at) => readdirSync(at).length === 1 })).result,
    'failed',
  )
  const sound = await run('log-tamper', { dataDir, verifyLog: keyed })
  assert.equal(sound.result, 'held', sound.saw)
  assert.equal((await run('log-tamper', { dataDir, verifyLog: async () => false })).result, 'not-run')
})
