/** Triage over the operator API: judged by depth, decided by who is signed in, open again when what it hangs on changes. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { request } from 'node:https'
import type { DeviceView, SoupAlertView, SoupTriage } from '@pericard/protocol'
import { utf8 } from '@pericard/base'
import { readRegister } from '@pericard/soup'
import type { AuditEntry } from '../src/audit.ts'
import { type Answer, examplePump, signIn, startTestFleet, type TestFleet } from './harness.ts'

const osv = (id: string, name: string, rest: object = {}): object => ({
  ...{ id, modified: '2026-01-01T00:00:00Z', ...rest },
  affected: [
    {
      package: { ecosystem: 'npm', name },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '99.0.0' }] }],
    },
  ],
})
const ask = async <T>(fleet: TestFleet, path: string): Promise<T> => {
  const { status, text } = await fleet.operator('GET', path)
  assert.equal(status, 200, text)
  return JSON.parse(text) as T
}
const advise = async (fleet: TestFleet, ...advisories: object[]): Promise<void> => {
  const { status, text } = await fleet.operator('POST', '/api/advisories/changes', advisories)
  assert.equal(status, 200, text)
}
const triage = (fleet: TestFleet): Promise<SoupTriage> => ask(fleet, '/api/soup/triage')
const notAffected = {
  ...{ vulnerability: 'CVE-2026-0001', status: 'not_affected', because: 'never called' },
  justification: 'vulnerable_code_not_in_execute_path',
}

/** The same operator API for somebody else. */
async function personOf(fleet: TestFleet, name: string): Promise<TestFleet['operator']> {
  const link = await fleet.operator('POST', '/api/sign-in-links', { name })
  assert.equal(link.status, 201, link.text)
  const { fleetRoot, consoleUrl } = fleet.fleet
  const { path } = JSON.parse(link.text) as { path: string }
  const cookie = await signIn(consoleUrl + path, fleetRoot)
  return (method, where, body) =>
    new Promise<Answer>((resolve, reject) => {
      const headers = { cookie, 'x-pericard': '1' }
      const sent = request(
        consoleUrl + where,
        { method, headers, ca: fleetRoot, agent: false },
        (response) => {
          let text = ''
          response.on('data', (chunk: Buffer) => (text += chunk.toString()))
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        },
      )
      sent.on('error', reject)
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })
}

test('alerts of one step say which assets lose depth, worst first; one that lowers nothing says why', async () => {
  await using fleet = await startTestFleet()
  await fleet.register('A-1')
  await advise(fleet, osv('CVE-2026-0002', 'axios'), osv('CVE-2026-0001', 'lodash'))
  const alerts = await ask<SoupAlertView[]>(fleet, '/api/soup/alerts')
  assert.deepEqual(
    alerts.map(({ sequence, vulnerability }) => [sequence, vulnerability]),
    [
      [1, 'CVE-2026-0001'],
      [2, 'CVE-2026-0002'],
    ],
  )
  const [lodash, axios] = alerts
  assert.ok(lodash !== undefined && lodash.lowers.length > 0)
  assert.ok(lodash.lowers.every(({ before, after }) => after < before))
  assert.match(lodash.means, /depth \S+ falls to/)
  assert.deepEqual([axios?.lowers, /no item under "soup:"/.test(axios?.means ?? '')], [[], true])
  await advise(fleet, osv('CVE-2026-0001', 'lodash', { withdrawn: '2026-02-01T00:00:00Z' }))
  const [gone] = await ask<SoupAlertView[]>(fleet, '/api/soup/alerts?after=2')
  assert.deepEqual([gone?.change, gone?.lowers, gone?.means], ['retracted', [], ''])
})

test('triage lists what is open, worst first, and counts each component in one class; the device says the same', async () => {
  await using fleet = await startTestFleet()
  const device = await fleet.register('A-1')
  await advise(fleet, osv('CVE-2026-0002', 'axios'), osv('CVE-2026-0001', 'lodash'))
  const { open, counts, classes } = await triage(fleet)
  assert.deepEqual(
    open.map(({ finding }) => finding.vulnerability),
    ['CVE-2026-0001', 'CVE-2026-0002'],
  )
  assert.deepEqual(counts, { open: 2, settled: 0, carried: 0, reopened: 0 })
  const all = JSON.parse(examplePump.sbom) as { components: unknown[] }
  // The device itself is a component too.
  assert.equal(
    Object.values(classes).reduce((sum, each) => sum + each, 0),
    all.components.length + 1,
  )
  const { soup } = await ask<DeviceView>(fleet, device)
  assert.deepEqual(
    soup.findings.map(({ vulnerability, lowers }) => [vulnerability, lowers]),
    open.map(({ finding }) => [finding.vulnerability, finding.lowers]),
  )
})

test('who is signed in decides; it settles the finding on every device of it, is audited, and goes out as a register', async () => {
  await using fleet = await startTestFleet()
  const device = await fleet.register('A-1')
  await advise(fleet, osv('CVE-2026-0001', 'lodash'))
  const [row] = (await triage(fleet)).open
  const about = { ...notAffected, release: row?.release.id, component: row?.finding.purl }
  const ada = await personOf(fleet, 'Ada Example')
  assert.deepEqual(JSON.parse((await ada('GET', '/api/me')).text), { name: 'Ada Example' })
  const made = await ada('POST', '/api/soup/decisions', about)
  assert.equal(made.status, 201, made.text)
  const after = await triage(fleet)
  assert.deepEqual(after.counts, { open: 0, settled: 1, carried: 0, reopened: 0 })
  assert.match(after.settled[0]?.because ?? '', /never called \(Ada Example/)
  assert.deepEqual((await ask<DeviceView>(fleet, device)).soup.findings, [])
  const register = await fleet.operator('GET', '/api/soup/decisions')
  const read = readRegister(utf8(register.text))
  assert.ok(read.ok)
  assert.deepEqual(
    read.decisions.map(({ by, vulnerability, facts }) => [by, vulnerability, Object.keys(facts).length > 0]),
    [['Ada Example', 'CVE-2026-0001', true]],
  )
  const entries = await ask<AuditEntry[]>(fleet, '/api/audit')
  const decided = entries.find(({ what }) => what === 'soup-decision')
  assert.deepEqual(
    [decided?.who, decided?.about],
    ['Ada Example', `CVE-2026-0001 of ${row?.finding.purl}: not_affected`],
  )
})

test('a decision carries over to the next release and reopens with a new fact of the device file', async () => {
  await using fleet = await startTestFleet()
  await fleet.register('A-1')
  await advise(fleet, osv('CVE-2026-0001', 'lodash'))
  const [row] = (await triage(fleet)).open
  const about = { ...notAffected, release: row?.release.id, component: row?.finding.purl }
  assert.equal((await fleet.operator('POST', '/api/soup/decisions', about)).status, 201)
  const { deviceFile, sbom } = examplePump
  const register = async (serial: string, text: string): Promise<void> => {
    assert.notEqual(text, deviceFile)
    const body = { deviceFile: text, includes: {}, sboms: { 'sbom.cdx.json': sbom }, serial }
    const answer = await fleet.operator('POST', '/api/devices', body)
    assert.equal(answer.status, 201, answer.text)
  }
  const version = /\n {2}version: .*/.exec(deviceFile)?.[0] ?? ''
  await register('A-2', deviceFile.replace(version, '\n  version: "99"'))
  assert.deepEqual((await triage(fleet)).counts, { open: 0, settled: 2, carried: 1, reopened: 0 })
  await register('A-3', deviceFile.replace('Helpers of the gateway application', 'Something else'))
  const { counts, open } = await triage(fleet)
  assert.deepEqual(counts, { open: 1, settled: 2, carried: 1, reopened: 1 })
  assert.match(open[0]?.finding.decision?.reopened?.[0] ?? '', /soup\/lodash: purpose was/)
})

test('what cannot be decided is refused, says which part, and leaves nothing', async () => {
  await using fleet = await startTestFleet()
  await fleet.register('A-1')
  await advise(fleet, osv('CVE-2026-0001', 'lodash'), osv('CVE-2026-0002', 'axios'))
  const { open } = await triage(fleet)
  const of = (name: string): object => {
    const row = open.find(({ finding }) => finding.component === name)
    return { release: row?.release.id, component: row?.finding.purl }
  }
  const bad: [object, number, RegExp][] = [
    [{ ...notAffected, ...of('lodash'), justification: undefined }, 400, /justification: .* needs one/],
    [{ ...notAffected, ...of('lodash'), until: '2027-02-31' }, 400, /until: there is no day/],
    [{ ...notAffected, ...of('lodash'), until: '2020-01-01' }, 400, /until: .* after today/],
    [{ ...notAffected, ...of('lodash'), status: 'fine' }, 400, /status/],
    [{ ...notAffected, ...of('lodash'), because: '' }, 400, /because/],
    [{ ...notAffected, ...of('lodash'), by: 'eve' }, 400, /unrecognized_keys/],
    [{ ...notAffected, ...of('lodash'), vulnerability: 'CVE-1999-1' }, 404, /is not open in/],
    [{ ...notAffected, ...of('lodash'), release: 'none' }, 404, /no such release/],
    [
      { ...notAffected, ...of('axios'), vulnerability: 'CVE-2026-0002' },
      400,
      /withoutFacts: nothing says how/,
    ],
  ]
  for (const [body, status, wanted] of bad) {
    const answer = await fleet.operator('POST', '/api/soup/decisions', body)
    assert.deepEqual([answer.status, wanted.test(answer.text)], [status, true], answer.text)
  }
  assert.equal((await fleet.operator('GET', '/api/soup/decisions')).text, '')
  assert.equal((await fleet.operator('POST', '/api/sign-in-links', { name: ' ' })).status, 400)
})
