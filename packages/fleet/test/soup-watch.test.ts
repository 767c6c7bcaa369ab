/** The SOUP of a fleet over its API: alerts once, questions in both directions, a maker's advisory about the device itself. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { examplePump, startTestFleet, type TestFleet } from './harness.ts'
import type { SoupAlert } from '../src/soup/alerts.ts'
import type { InRelease, ReleaseComponent, WatchedRelease } from '../src/soup/questions.ts'

const events = (fixed: string): object[] => [{ introduced: '0' }, { fixed }]
const osv = (id: string, fixed: string, rest: object = {}): string =>
  JSON.stringify({
    ...{ id, modified: '2026-01-01T00:00:00Z', ...rest },
    affected: [
      { package: { ecosystem: 'npm', name: 'lodash' }, ranges: [{ type: 'SEMVER', events: events(fixed) }] },
    ],
  })

async function ask<T>(fleet: TestFleet, path: string): Promise<T> {
  const { status, text } = await fleet.operator('GET', path)
  assert.equal(status, 200, text)
  return JSON.parse(text) as T
}

async function changes(
  fleet: TestFleet,
  ...advisories: string[]
): Promise<{ changed: number; alerts: number }> {
  const body = JSON.parse(`[${advisories.join(',')}]`) as unknown
  const { status, text } = await fleet.operator('POST', '/api/advisories/changes', body)
  assert.equal(status, 200, text)
  return JSON.parse(text) as { changed: number; alerts: number }
}

const said = (alerts: readonly SoupAlert[]): string[] =>
  alerts.map(
    ({ vulnerability, change, because, devices }) => `${vulnerability} ${change} ${because} ${devices}`,
  )

test('each state of a device class is alerted once; who asks after the last one gets what is new', async () => {
  await using fleet = await startTestFleet()
  const first = await fleet.register('A-1')
  await fleet.register('A-2')
  assert.deepEqual(await changes(fleet, osv('CVE-2020-28500', '4.17.21')), { changed: 1, alerts: 1 })
  assert.deepEqual(await changes(fleet, osv('CVE-2020-28500', '4.17.21')), { changed: 0, alerts: 0 })
  assert.deepEqual(await changes(fleet, osv('CVE-2021-9999', '1.0.0')), { changed: 1, alerts: 0 })
  assert.deepEqual(said(await ask(fleet, '/api/soup/alerts')), ['CVE-2020-28500 opened advisory 2'])
  const withdrawn = osv('CVE-2020-28500', '4.17.21', { withdrawn: '2026-02-01T00:00:00Z' })
  assert.deepEqual(await changes(fleet, withdrawn), { changed: 1, alerts: 1 })
  assert.deepEqual(said(await ask(fleet, '/api/soup/alerts?after=1')), [
    'CVE-2020-28500 retracted advisory 2',
  ])
  await changes(fleet, osv('CVE-2020-28500', '4.17.21'))
  await fleet.operator('POST', `${first}/revoke`)
  const [release] = await ask<WatchedRelease[]>(fleet, '/api/soup/releases')
  assert.deepEqual([release?.devices, release?.open, release?.model], [1, 1, 'aurea-lvp'])
  const counted = Object.values(release?.classes ?? {}).reduce((sum, each) => sum + each, 0)
  assert.deepEqual([counted, counted > 100], [release?.components, true], 'each component is in one class')
  for (const bad of ['after=-1', 'after=x'])
    assert.equal((await fleet.operator('GET', `/api/soup/alerts?${bad}`)).status, 400)
})

test('a feed that leaves an advisory out retracts it', async () => {
  await using fleet = await startTestFleet()
  await fleet.register('A-1')
  const feed = async (...advisories: string[]): Promise<void> => {
    const { status, text } = await fleet.operator(
      'POST',
      '/api/advisories',
      JSON.parse(`[${advisories.join(',')}]`),
    )
    assert.equal(status, 200, text)
  }
  await feed(osv('CVE-2020-28500', '4.17.21'), osv('CVE-2021-23337', '4.17.21'))
  await feed(osv('CVE-2021-23337', '4.17.21'))
  assert.deepEqual(said(await ask(fleet, '/api/soup/alerts')), [
    'CVE-2020-28500 opened advisory 1',
    'CVE-2021-23337 opened advisory 1',
    'CVE-2020-28500 retracted advisory 1',
  ])
})

test('from a vulnerability to its devices, from a component to its devices, and from a release to its components', async () => {
  await using fleet = await startTestFleet()
  await fleet.register('A-1')
  await changes(fleet, osv('CVE-2020-28500', '4.17.21', { aliases: ['GHSA-29mw-wpgm-hmr9'] }))
  for (const name of ['CVE-2020-28500', 'GHSA-29mw-wpgm-hmr9']) {
    const [found] = await ask<InRelease[]>(fleet, `/api/soup/vulnerabilities/${name}`)
    assert.deepEqual(found?.devices, ['aurea-lvp:A-1'])
    assert.deepEqual(
      found?.components.map((component) => component.name),
      ['lodash'],
    )
  }
  for (const name of ['lodash', 'pkg:npm/lodash'])
    assert.deepEqual(
      (await ask<InRelease[]>(fleet, `/api/soup/components?name=${encodeURIComponent(name)}`))[0]?.devices,
      ['aurea-lvp:A-1'],
    )
  assert.deepEqual(await ask(fleet, '/api/soup/components?name=nobody'), [])
  const [release] = await ask<WatchedRelease[]>(fleet, '/api/soup/releases')
  const [worst] = await ask<ReleaseComponent[]>(fleet, `/api/soup/releases/${release?.id}/components`)
  assert.deepEqual([worst?.component.name, worst?.vulnerabilities], ['lodash', ['CVE-2020-28500']])
  assert.equal((await fleet.operator('GET', '/api/soup/releases/none/components')).status, 404)
  assert.equal((await fleet.operator('GET', '/api/soup/components')).status, 400)
})

test('an advisory of the maker about the device itself opens for the releases that it names', async () => {
  await using fleet = await startTestFleet()
  await fleet.register('A-1')
  const [, maker = ''] = /manufacturer: (.*)/.exec(examplePump.deviceFile) ?? []
  const [, name = ''] = /\n {2}name: (.*)/.exec(examplePump.deviceFile) ?? []
  const branches = (version: string): object[] => [
    {
      ...{ category: 'vendor', name: maker },
      branches: [
        {
          ...{ category: 'product_name', name },
          branches: [
            {
              category: 'product_version_range',
              name: version,
              product: { product_id: 'P', name: `${name} ${version}` },
            },
          ],
        },
      ],
    },
  ]
  const csaf = (id: string, version: string): string =>
    JSON.stringify({
      document: {
        ...{
          category: 'csaf_security_advisory',
          csaf_version: '2.0',
          title: 'x',
          publisher: { name: maker, category: 'vendor' },
        },
        tracking: { id, current_release_date: '2026-01-01T00:00:00Z', status: 'final', version: '1' },
      },
      product_tree: { branches: branches(version) },
      vulnerabilities: [{ cve: 'CVE-2026-4242', product_status: { known_affected: ['P'] } }],
    })
  assert.equal((await changes(fleet, csaf('AUREA-1', '<2.0'))).alerts, 0)
  assert.equal((await changes(fleet, csaf('AUREA-2', '<3.0'))).alerts, 1)
  const [found] = await ask<InRelease[]>(fleet, '/api/soup/vulnerabilities/CVE-2026-4242')
  assert.deepEqual(
    found?.components.map(({ type }) => type),
    ['device'],
  )
})
