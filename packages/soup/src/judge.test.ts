import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceFile } from '@pericard/model'
import { scoreCvss } from './cvss.ts'
import { judge } from './judge.ts'
import type { SoupScan } from './scan.ts'

const match = {
  advisories: [],
  aliases: [],
  summary: 's',
  fixed: [],
  tier: 'purl',
  statements: [],
  disagree: false,
  facts: {},
} as const
const result = (name: string, vulnerability: string): SoupScan['results'][number] => ({
  component: { name, type: 'library', version: '1.0.0', purl: `pkg:npm/${name}@1.0.0`, path: '' },
  class: 'affected',
  because: '',
  matches: [{ ...match, vulnerability, cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  hints: [],
  settled: [],
  undecided: [],
})
const scan = { results: [result('other', 'CVE-1'), result('mqtt', 'CVE-2')] } as unknown as SoupScan
const file = { soup: { sboms: [], items: [{ id: 'mqtt', purl: 'pkg:npm/mqtt' }] } } as unknown as DeviceFile

test('judge() asks what the event of the matched SOUP item lowers, and puts that first', () => {
  const asked: string[] = []
  const findings = judge(scan, file, (event) => {
    asked.push(event)
    return { lowers: [{ asset: 'dosing', goal: 'disclosed', before: 2, after: 1 }], held: '' }
  })
  assert.deepEqual(asked, ['soup:mqtt'])
  assert.deepEqual(
    findings.map(({ vulnerability, event, lowers, severity }) => [
      vulnerability,
      event,
      lowers.length,
      severity,
    ]),
    [
      ['CVE-2', 'soup:mqtt', 1, 'critical 9.8'],
      ['CVE-1', undefined, 0, 'critical 9.8'],
    ],
  )
  assert.match(findings[0]?.because ?? '', /dosing disclosed: depth 2 falls to 1/)
  assert.match(findings[1]?.because ?? '', /no item under "soup:"/)
})

test('judge() says why nothing falls: what holds it, or that no component is built from it; and knows the class', () => {
  const held = (): { lowers: []; held: string } => ({ lowers: [], held: 'control:wall still has to fail' })
  const [, unused] = judge(scan, file, held)
  assert.equal(unused?.because, 'lowers no goal: no component in the device file is built from it')
  const components = ['A', 'C', 'B'].map((name) => ({ id: name, class: name, soup: ['mqtt'] }))
  const built = { ...file, components, interfaces: [] } as unknown as DeviceFile
  const [, used] = judge(scan, built, held)
  assert.deepEqual(
    [used?.because, used?.safetyClass],
    ['lowers no goal: control:wall still has to fail', 'C'],
  )
})

test('scoreCvss() scores each version of the standard, and refuses an incomplete vector', () => {
  assert.equal(scoreCvss('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'), 9.8)
  assert.equal(scoreCvss('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H'), 10)
  assert.equal(scoreCvss('AV:N/AC:L/Au:N/C:C/I:C/A:C'), 10)
  for (const bad of ['', 'CVSS:3.1/AV:N', 'CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'x'.repeat(1000)]) {
    assert.equal(scoreCvss(bad), undefined)
  }
})
