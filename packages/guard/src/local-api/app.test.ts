import test from 'node:test'
import assert from 'node:assert/strict'
import type { CriticalFunction } from '@pericard/model'
import { type LocalBackend, localApp } from './app.ts'

const fn: CriticalFunction = {
  id: 'deliver-drug',
  component: 'controller',
  harm: 'catastrophic',
  safeState: 'stopped',
  patients: 1,
  alarms: [],
  interlockBy: [],
  feedbackBy: [],
  inputs: [],
  commands: [],
  envelope: { initialState: 'stopped' },
}
const observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'pulse' },
  effectiveDateTime: '2026-11-23T05:00:00Z',
  valueInteger: 72,
}
const calls: unknown[] = []
const backend: LocalBackend = {
  store: async (...given) => {
    calls.push(given)
    return given[1].subject === 'locked'
      ? { ok: false, code: 'locked', message: 'no key yet' }
      : { ok: true, sequence: 7 }
  },
  read: async () => Promise.reject(new Error('Jane Doe')),
  erase: async (_, subject) =>
    subject === 'waiting' ? { ok: true, keys: 2 } : { ok: true, keys: 2, receipt: { v: 1 } },
  command: async (_, { role, confirmed, subject }) =>
    role === 'nurse' && (confirmed || subject === 'unconfirmed')
      ? { accepted: true, state: 'running' }
      : { accepted: false, code: 'ENVELOPE_ROLE', message: 'wanted nurse' },
  log: (...given) => calls.push(given),
}
const screen = localApp(
  { ...{ component: 'touch-screen', records: true, erasure: true }, confirms: true, functions: [fn] },
  backend,
)
const bare = localApp(
  { ...{ component: 'bare', records: false, erasure: false }, confirms: false, functions: [] },
  backend,
)

async function post(app: typeof screen, path: string, body: unknown): Promise<[number, string]> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await app.request(path, { method: 'POST', body: text })
  return [response.status, await response.text()]
}

test('localApp() stores records, hands commands on and takes log entries', async () => {
  const stored = await post(screen, '/records', { subject: 'p1', resources: [observation] })
  assert.deepEqual(stored, [201, '{"sequence":7}'])
  const path = '/functions/deliver-drug/commands/start'
  assert.equal((await post(screen, path, { parameters: {}, role: 'nurse', confirmed: true }))[0], 200)
  const [status, text] = await post(screen, path, { parameters: {}, role: 'visitor', confirmed: true })
  assert.deepEqual([status, JSON.parse(text).code], [422, 'ENVELOPE_ROLE'])
  assert.equal((await post(screen, '/log', { level: 'info', event: 'seen', detail: {} }))[0], 202)
})

test('localApp() has a subject erased, and says when the root of the keys still lives', async () => {
  const ask = async (path: string): Promise<[number, unknown]> => {
    const response = await screen.request(path, { method: 'DELETE' })
    return [response.status, await response.json()]
  }
  assert.deepEqual(await ask('/records?subject=p1'), [200, { keys: 2, receipt: { v: 1 } }])
  assert.deepEqual(await ask('/records?subject=waiting'), [202, { keys: 2 }])
  assert.equal((await ask('/records'))[0], 422)
})

test('localApp() has no route that the device file does not grant', async () => {
  const record = { subject: 'p1', resources: [observation] }
  assert.equal((await post(bare, '/records', record))[0], 404)
  assert.equal((await bare.request('/records?subject=p1&from=0&to=1')).status, 404)
  assert.equal((await bare.request('/records?subject=p1', { method: 'DELETE' })).status, 404)
  assert.equal((await post(bare, '/functions/deliver-drug/commands/start', {}))[0], 404)
  assert.equal((await post(screen, '/functions/other/commands/start', {}))[0], 404)
})

test('localApp() refuses malformed, polluting, oversized and wrong input before anything behind it sees it', async () => {
  const before = calls.length
  const twoValues = { ...observation, valueString: '72' }
  const cases: [unknown, number][] = [
    ['{', 400],
    ['{"__proto__":{}}', 400],
    ['['.repeat(100_000), 400],
    [{ subject: '', resources: [observation] }, 400],
    [{ subject: 'p1', resources: [], more: 1 }, 400],
    [{ subject: 'p1', resources: [twoValues] }, 422],
    ['x'.repeat(300_000), 413],
  ]
  for (const [body, status] of cases) assert.equal((await post(screen, '/records', body))[0], status)
  assert.equal(calls.length, before)
})

test('localApp() says when the vault is locked, and never what an error quoted', async () => {
  const locked = await post(screen, '/records', { subject: 'locked', resources: [observation] })
  assert.deepEqual([locked[0], JSON.parse(locked[1]).code], [503, 'locked'])
  const failed = await screen.request('/records?subject=p1&from=0&to=1')
  assert.equal(failed.status, 503)
  assert.ok(!(await failed.text()).includes('Jane'))
})

test('localApp() believes a confirmation of a display, and of nothing else', async () => {
  const grant = { component: 'gateway-app', records: false, erasure: false, confirms: false, functions: [fn] }
  const application = localApp(grant, backend)
  const path = '/functions/deliver-drug/commands/start'
  const asked = { parameters: {}, role: 'nurse', confirmed: true }
  assert.equal((await post(screen, path, asked))[0], 200)
  assert.equal((await post(application, path, asked))[0], 422)
  assert.equal((await post(application, path, { ...asked, subject: 'unconfirmed' }))[0], 200)
  assert.equal((await post(screen, path, { ...asked, subject: 'x'.repeat(65) }))[0], 400)
})
