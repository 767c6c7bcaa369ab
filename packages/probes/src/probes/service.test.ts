import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import type { DeviceFile } from '@pericard/model'
import { folder, local, target } from '../../test/twins.ts'
import type { ProbeResult, ProbeTarget } from '../probe.ts'
import { probeById } from './index.ts'

async function run(id: string, parts: Partial<ProbeTarget>): Promise<ProbeResult> {
  const probe = probeById(id)
  assert.ok(probe)
  return probe.run(target(parts))
}

/** A device with one interface, dormant unless said otherwise. */
function withDormant(part: object): DeviceFile {
  const { deviceFile } = target({})
  const dormant = { id: 'service', from: 'bench', to: 'api', active: false, ...part }
  return {
    ...deviceFile,
    components: [{ id: 'bench' }, { id: 'api', guard: 'local-api' }] as unknown as DeviceFile['components'],
    interfaces: [dormant] as unknown as DeviceFile['interfaces'],
  }
}

/** A service port that listens although it is dormant. */
async function listening(t: TestContext): Promise<number> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}

test('dormant-interface-open breaks a device whose dormant port listens, and not one whose port is shut', async (t) => {
  const port = await listening(t)
  const weak = await run('dormant-interface-open', { deviceFile: withDormant({ port: `tcp/${port}` }) })
  assert.equal(weak.result, 'failed', weak.saw)
  const shut = createServer()
  await new Promise<void>((done) => shut.listen(0, '127.0.0.1', done))
  const free = (shut.address() as AddressInfo).port
  await new Promise((done) => shut.close(done))
  const sound = await run('dormant-interface-open', { deviceFile: withDormant({ port: `${free}` }) })
  assert.equal(sound.result, 'held', sound.saw)
})

test('dormant-interface-open breaks a local API that opens a dormant socket, and not one that has none', async (t) => {
  const deviceFile = withDormant({ port: 'run/bench.sock' })
  const runDir = await local(t, 'bench', (_, response) => response.end('{}'))
  assert.equal((await run('dormant-interface-open', { deviceFile, runDir })).result, 'failed')
  assert.equal((await run('dormant-interface-open', { deviceFile, runDir: folder(t) })).result, 'held')
  const active = withDormant({ port: 'run/bench.sock', active: true })
  assert.equal((await run('dormant-interface-open', { deviceFile: active, runDir })).result, 'not-run')
})

/** Answers requests for support as a keeper would; what it answers is the twin's choice. */
function keeper(t: TestContext, answer: (ask: Record<string, unknown>) => object): string {
  const data = folder(t)
  const inbox = join(data, 'support')
  mkdirSync(inbox)
  const look = setInterval(() => {
    for (const name of readdirSync(inbox).filter((each) => each.endsWith('.ask'))) {
      rmSync(join(inbox, name))
      writeFileSync(join(inbox, name.replace(/ask$/, 'answer')), JSON.stringify(answer({ name })))
    }
  }, 20)
  t.after(() => clearInterval(look))
  return data
}

test('support-grant-forged breaks a guard that takes any grant, and not one that refuses; it leaves nothing behind', async (t) => {
  const weak = keeper(t, () => ({ ok: true, minutes: 1 }))
  const broken = await run('support-grant-forged', { dataDir: weak })
  assert.equal(broken.result, 'failed')
  assert.match(broken.saw, /a grant of another device was taken/)
  const sound = keeper(t, () => ({ ok: false, code: 'SUPPORT_GRANT_FOREIGN', why: 'it is for another' }))
  assert.equal((await run('support-grant-forged', { dataDir: sound })).result, 'held')
  assert.deepEqual(readdirSync(join(sound, 'support')), [])
  const locked = keeper(t, () => ({ ok: false, code: 'SUPPORT_LOCKED', why: 'the vault is locked' }))
  assert.equal((await run('support-grant-forged', { dataDir: locked })).result, 'not-run')
})
