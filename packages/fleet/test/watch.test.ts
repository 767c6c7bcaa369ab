/** What operators see, and that it changes when what it rests on changes. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import test from 'node:test'
import type { AuditEntry } from '../src/index.ts'
import type { DeviceView } from '@pericard/protocol'
import { examplePump, startTestFleet, type TestFleet } from './harness.ts'

const folder = new URL('../../../examples/advisories/', import.meta.url)
const advisories = globSync('*.osv.json', { cwd: folder }).flatMap(
  (name): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as unknown,
)

async function view(fleet: TestFleet, path: string): Promise<DeviceView> {
  const answer = await fleet.operator('GET', path)
  assert.equal(answer.status, 200, answer.text)
  return JSON.parse(answer.text) as DeviceView
}

test('advisories count for a device that has been looked at already, and bad ones leave the old ones in place', async () => {
  await using fleet = await startTestFleet()
  const path = await fleet.register('W1')
  const before = await view(fleet, path)
  assert.equal(before.soup.dataAsOf, undefined)
  const taken = await fleet.operator('POST', '/api/advisories', advisories)
  assert.equal(taken.status, 200, taken.text)
  const after = await view(fleet, path)
  assert.notEqual(after.soup.dataAsOf, undefined)
  assert.notDeepEqual(after.soup.counts, before.soup.counts)
  assert.equal((await fleet.operator('POST', '/api/advisories', [{ id: 1 }])).status, 400)
  assert.deepEqual((await view(fleet, path)).soup, after.soup)
})

test('a stolen device stays stolen, and both withdrawals are in the audit log', async () => {
  await using fleet = await startTestFleet()
  const path = await fleet.register('W2')
  for (const way of ['stolen', 'revoke'])
    assert.equal((await fleet.operator('POST', `${path}/${way}`)).status, 200)
  assert.equal((await view(fleet, path)).summary.status, 'stolen')
  const log = JSON.parse((await fleet.operator('GET', '/api/audit')).text) as AuditEntry[]
  assert.deepEqual(
    log.slice(-2).map(({ what }) => what),
    ['stolen', 'revoked'],
  )
})

test('what is about an unknown device is 404, its event stream too', async () => {
  await using fleet = await startTestFleet()
  const path = '/api/devices/nobody%3A1'
  for (const part of ['', '/stream']) assert.equal((await fleet.operator('GET', path + part)).status, 404)
  for (const part of ['/revoke', '/stolen'])
    assert.equal((await fleet.operator('POST', path + part)).status, 404)
})

test('a device file with faults, a second registration and a foreign serial are refused', async () => {
  await using fleet = await startTestFleet()
  await fleet.register('W3')
  const send = async (change: object): Promise<number> => {
    const body = { deviceFile: examplePump.deviceFile, includes: {}, sboms: {}, serial: 'W3', ...change }
    return (await fleet.operator('POST', '/api/devices', body)).status
  }
  assert.equal(await send({}), 409)
  assert.equal(await send({ serial: 'W4', deviceFile: 'pericard: 1\n' }), 400)
  assert.equal(await send({ serial: 'W4', sboms: { 'a.cdx.json': '{}' } }), 400)
  assert.equal(await send({ serial: '../W4' }), 400)
  assert.equal(await send({ serial: 'W4' }), 201)
})
