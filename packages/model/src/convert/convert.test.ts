import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { DeviceFile } from '../types.ts'
import { parseDeviceFile } from '../parse/index.ts'
import {
  convertFrom,
  type ConvertResult,
  type NotCarried,
  type SourceFormat,
  sourceFormats,
} from './index.ts'

const folder = new URL('../../../../conformance/exchange/', import.meta.url)
const samples: readonly (readonly [SourceFormat, string])[] = [
  ['threagile', 'bedside-hub.threagile.yaml'],
  ['threat-dragon', 'syringe-pump.threat-dragon.json'],
  ['otm', 'ecg-recorder.otm.json'],
  ['otm', 'ecg-recorder.otm.yaml'],
  ['cyclonedx', 'spirometer.cdx.json'],
]

function sample(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8')
}

function converted(
  format: SourceFormat,
  text: string,
): { file: DeviceFile; text: string; left: readonly NotCarried[] } {
  const result = convertFrom(format, text)
  assert.ok(result.ok, JSON.stringify(result))
  const parsed = parseDeviceFile(result.text)
  assert.ok(parsed.ok, `${JSON.stringify(parsed)}\n${result.text}`)
  return { file: parsed.file, text: result.text, left: result.notCarried }
}

function codes(result: ConvertResult): string[] {
  return result.ok ? [] : result.issues.map(({ code }) => code)
}

function idsOf(list: readonly { readonly id: string }[]): string[] {
  return list.map(({ id }) => id)
}

test('every sample gives a device file that is accepted and asks for decisions', () => {
  for (const [format, name] of samples) {
    const { text } = converted(format, sample(name))
    assert.match(text, /# decide: /, name)
  }
  assert.deepEqual(new Set(samples.map(([format]) => format)), new Set(sourceFormats))
})

test('a Threagile model keeps its assets, links, zones and hosts; merge keys are followed', () => {
  const { file } = converted('threagile', sample('bedside-hub.threagile.yaml'))
  assert.deepEqual(idsOf(file.components), ['sensor', 'collector', 'record-store', 'ward-server'])
  assert.deepEqual(
    file.components.map(({ zone, host, external }) => [zone, host, external]),
    [
      ['ward', 'sensor', true],
      ['hub-case', 'hub-board', false],
      ['hub-case', 'hub-board', false],
      ['outside', 'ward-server', true],
    ],
  )
  assert.deepEqual(
    file.data.map(({ id, kind }) => [id, kind]),
    [
      ['vital-signs', 'phi'],
      ['hub-log', 'log'],
      ['wifi-password', 'credential'],
    ],
  )
  assert.deepEqual(
    file.interfaces.map(({ id, carries, reach }) => [id, carries, reach]),
    [
      ['sensor-measurements', ['vital-signs'], 'hospital-network'],
      ['collector-keep', ['vital-signs', 'hub-log'], 'internal'],
      ['collector-forward', ['vital-signs'], 'internet'],
    ],
  )
  assert.equal(file.interfaces[2]?.protection.length, 2, 'HTTPS and a VPN')
  assert.ok(file.controls.every(({ enforcement }) => enforcement.by === 'nobody'))
})

test('a Threat Dragon model keeps its components and the flows between two of them; boxes become zones', () => {
  const { file, left } = converted('threat-dragon', sample('syringe-pump.threat-dragon.json'))
  assert.deepEqual(
    file.components.map(({ id, kind, zone }) => [id, kind, zone]),
    [
      ['nurse', 'external', 'outside'],
      ['pump-controller', 'application', 'pump-case'],
      ['panel', 'application', 'pump-case'],
      ['history', 'store', 'pump-case'],
      ['staff-list', 'store', 'pump-case'],
      ['ward-server', 'external', 'outside'],
    ],
  )
  assert.deepEqual(idsOf(file.interfaces), ['set-rate', 'command', 'write', 'look-up', 'report'])
  assert.deepEqual(idsOf(file.data), ['history-log', 'staff-list-credentials'])
  const whole = left.filter(({ kind }) => kind === 'detail.diagrams.*.cells.*').map(({ what }) => what)
  assert.deepEqual(whole, ['Empty room', 'Loose end', 'Curve', 'See the risk file'])
  assert.equal(left.filter(({ kind }) => kind.endsWith('.threats.*')).length, 2)
})

test('an Open Threat Model keeps its components, flows, held assets and mitigations; JSON and YAML say the same', () => {
  const { file, text, left } = converted('otm', sample('ecg-recorder.otm.json'))
  assert.deepEqual(idsOf(file.components), ['recorder', 'radio', 'phone', 'portal'])
  assert.deepEqual([...new Set(file.components.map(({ zone }) => zone))], ['patient', 'internet'])
  assert.equal(file.components[1]?.host, 'recorder', 'a component inside another shares its host')
  assert.deepEqual(
    file.interfaces.map(({ id, protocol, reach, carries }) => [id, protocol, reach, carries]),
    [
      ['beats', 'bluetooth-le', 'wireless', ['ecg']],
      ['upload', 'https', 'internet', ['ecg', 'upload-key']],
    ],
  )
  assert.deepEqual(idsOf(file.data), ['ecg', 'upload-key'])
  assert.ok(left.some(({ where, why }) => where === 'assets.2' && why.includes('No component holds it')))
  assert.deepEqual(idsOf(file.controls).slice(0, 2), ['sealed-storage', 'tls'])
  assert.equal(converted('otm', sample('ecg-recorder.otm.yaml')).text, text)
})

test('a CycloneDX document gives the device and one SOUP item for each component, nested ones too', () => {
  const { file } = converted('cyclonedx', sample('spirometer.cdx.json'))
  const { device, soup } = file
  assert.deepEqual([device.id, device.version, device.manufacturer], ['spirometer', '3.2', 'Atem Devices'])
  assert.deepEqual(idsOf(soup.items), ['buildroot', 'mbedtls', 'p256-m', 'mbedtls-2', 'breath-classifier'])
  assert.deepEqual(file.components[0]?.soup, idsOf(soup.items))
  const sbom = readFileSync(
    new URL('../../../../examples/infusion-pump/sbom.cdx.json', import.meta.url),
    'utf8',
  )
  const parts = (JSON.parse(sbom) as { components: unknown[] }).components.length
  assert.equal(converted('cyclonedx', sbom).file.soup.items.length, parts)
})

test('what is not carried over has its place in the source, a group and a reason', () => {
  const text = sample('bedside-hub.threagile.yaml')
  const { left } = converted('threagile', text)
  const machine = left.find(({ where }) => where === 'technical_assets.Collector.machine')
  assert.equal(machine?.kind, 'technical_assets.*.machine')
  assert.equal(machine?.what, '"physical"')
  assert.match(text.split('\n')[(machine?.position.line ?? 0) - 1] ?? '', /^ {4}machine: physical/)
  const decision = left.find(({ where }) => where === 'risk_tracking.missing-vault@hub')
  assert.match(text.split('\n')[(decision?.position.line ?? 0) - 1] ?? '', /missing-vault@hub:/)
  assert.ok(left.every(({ why }) => why.length > 10))
})

test('bad sources are refused with position, what was found and what was wanted', () => {
  const refused = (format: SourceFormat, text: string, code: string, message: RegExp): void => {
    const result = convertFrom(format, text, 'in.json')
    assert.ok(!result.ok, text.slice(0, 60))
    const issue = result.issues.find((one) => one.code === code)
    assert.match(issue?.message ?? `${code} is missing in ${codes(result)}`, message)
    assert.equal(issue?.position.file, 'in.json')
  }
  const threagile = 'title: x\ntechnical_assets:\n  A: { id: a, type: process'
  refused(
    'threagile',
    `${threagile}, communication_links: { L: { target: b } } }\n`,
    'REFERENCE_DANGLING',
    /no technical asset/,
  )
  refused('threagile', `${threagile}, data_assets_stored: [d] }\n`, 'REFERENCE_DANGLING', /no data asset/)
  refused('threagile', `${threagile} }\n  B: { id: a, type: process }\n`, 'ID_TWICE', /already/)
  refused('threagile', 'title: x\ntechnical_assets: [a]\n', 'VALUE_WRONG_TYPE', /Found a list; wanted a map/)
  refused('threagile', 'title: x\n', 'KEY_MISSING', /no component/)
  refused(
    'threat-dragon',
    '{"summary":{"title":"t"},"detail":{"diagrams":[{"diagramJson":{}}]}}',
    'VALUE_NOT_ALLOWED',
    /Threat Dragon 1/,
  )
  refused('otm', '{"otmVersion":"1.0","project":{"name":"n","id":"i"}}', 'VALUE_NOT_ALLOWED', /0\.2/)
  const nested =
    '{"id":"a","name":"a","type":"t","parent":{"component":"b"}},{"id":"b","name":"b","type":"t","parent":{"component":"a"}}'
  refused(
    'otm',
    `{"otmVersion":"0.2.0","project":{"name":"n","id":"i"},"components":[${nested}]}`,
    'REFERENCE_DANGLING',
    /circle/,
  )
  refused('cyclonedx', '{"spdxVersion":"SPDX-2.3"}', 'VALUE_NOT_ALLOWED', /CycloneDX/)
  refused('cyclonedx', '<?xml version="1.0"?>\n<bom/>', 'FILE_SYNTAX', /Found XML; wanted a CycloneDX/)
  refused('cyclonedx', 'bom', 'VALUE_WRONG_TYPE', /Found the text "bom"; wanted a CycloneDX/)
  for (const [format, name] of samples)
    for (const other of sourceFormats)
      if (other !== format) assert.equal(convertFrom(other, sample(name)).ok, false, `${name} as ${other}`)
})

test('hostile sources are refused before they cost much', () => {
  const lists = 'abcdefgh'.split('').map((name, index, all) => {
    const of = index === 0 ? '1' : `*${all[index - 1]}`
    return `${name}: &${name} [${Array.from({ length: 10 }, () => of).join(', ')}]`
  })
  assert.deepEqual(codes(convertFrom('threagile', lists.join('\n'))), ['FILE_TOO_MANY_NODES'])
  assert.deepEqual(codes(convertFrom('threagile', 'a: &a [*a]\n')), ['FILE_ALIAS'])
  assert.deepEqual(codes(convertFrom('otm', '['.repeat(100_000))), ['FILE_TOO_DEEP'])
  assert.deepEqual(codes(convertFrom('otm', `[${'? '.repeat(100_000)}`)), ['FILE_TOO_DEEP'])
  assert.deepEqual(codes(convertFrom('otm', `# ${'x'.repeat(17 * 1024 * 1024)}`)), ['FILE_TOO_LARGE'])
  assert.deepEqual(codes(convertFrom('otm', '{"otmVersion":"0.2.0","otmVersion":"0.2.0"}')), ['KEY_TWICE'])
  assert.deepEqual(codes(convertFrom('otm', '{"__proto__":{"x":1}}')), ['KEY_FORBIDDEN'])
  assert.deepEqual(codes(convertFrom('threagile', 'title: !!js/function x\n')), ['FILE_TAG'])
})

test('a device file itself still takes no alias, and takes JSON of more than 32 keys', () => {
  const alias = parseDeviceFile('pericard: &a 1\ndevice: *a\n')
  assert.ok(!alias.ok && alias.issues.some(({ code }) => code === 'FILE_ALIAS'))
  const merge = parseDeviceFile('<<: { a: 1 }\n')
  assert.ok(!merge.ok && merge.issues.some(({ code }) => code === 'KEY_UNKNOWN'))
  const { file } = converted('threagile', sample('bedside-hub.threagile.yaml'))
  const components = file.components.map(({ id, name, kind, zone, purpose }) => ({
    id,
    name,
    kind,
    zone,
    purpose,
  }))
  const { id, name, version, manufacturer } = file.device
  const device = {
    id,
    name,
    version,
    manufacturer,
    'udi-di': '00000000000000',
    'intended-use': 'x',
    class: 'C',
  }
  const json = parseDeviceFile(
    JSON.stringify({ pericard: 1, device, components, roles: [], keys: [], data: [] }),
  )
  assert.ok(json.ok, JSON.stringify(json))
})

test('of boxes inside each other the smallest is the zone', () => {
  const box = (name: string, size: number): object => ({
    id: `box ${name}`,
    position: { x: 0, y: 0 },
    size: { width: size, height: size },
    data: { type: 'tm.BoundaryBox', name },
  })
  const process = {
    id: 'p1',
    position: { x: 1, y: 1 },
    size: { width: 4, height: 4 },
    data: { type: 'tm.Process', name: 'P' },
  }
  const zone = (cells: readonly object[]): string | undefined => {
    const model = { summary: { title: 't' }, detail: { diagrams: [{ cells: [...cells, process] }] } }
    return converted('threat-dragon', JSON.stringify(model)).file.components[0]?.zone
  }
  const [inner, outer, elsewhere] = [box('inner', 20), box('outer', 90), box('elsewhere', 2)]
  assert.equal(zone([outer, inner, elsewhere]), 'inner')
  assert.equal(zone([inner, outer]), 'inner')
  assert.equal(zone([outer]), 'outer')
  assert.equal(zone([elsewhere]), 'outside')
})

test('without a trust boundary around both ends, a flow is not taken for an internal one', () => {
  const assets =
    '  A: { id: a, type: process, communication_links: { L: { target: b } } }\n  B: { id: b, type: process }\n'
  const reach = (rest: string): string | undefined =>
    converted('threagile', `title: x\ntechnical_assets:\n${assets}${rest}`).file.interfaces[0]?.reach
  assert.equal(reach(''), 'hospital-network')
  assert.equal(reach('trust_boundaries: { Z: { id: z, technical_assets_inside: [a, b] } }\n'), 'internal')
  assert.equal(
    reach('trust_boundaries: { Z: { id: z, technical_assets_inside: [a] } }\n'),
    'hospital-network',
  )
})

test('namesakes and names that are no ids get ids of their own', () => {
  const names = ['Pump', 'pump', 'Pumpe Ä', '1st', '---', 'constructor', '患者', 'x'.repeat(200)]
  const zone = { id: 'z', name: 'Zone', risk: { trustRating: 1 } }
  const components = names.map((name, index) => ({
    id: `5f0c3f1e-0000-4000-8000-00000000000${index}`,
    name,
    type: 't',
    parent: { trustZone: 'z' },
  }))
  const model = { otmVersion: '0.2.0', project: { id: '⚕', name: '⚕' }, trustZones: [zone], components }
  const { file } = converted('otm', JSON.stringify(model))
  assert.deepEqual(idsOf(file.components), [
    'pump',
    'pump-2',
    'pumpe-a',
    'component-1st',
    'component',
    'component-constructor',
    'component-2',
    'x'.repeat(56),
  ])
  assert.equal(file.device.id, 'device')
})
