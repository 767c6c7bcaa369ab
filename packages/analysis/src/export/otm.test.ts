import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { convertFrom, type DeviceFile, parseDeviceFile } from '@pericard/model'
import { analyse } from '../analyse.ts'
import { toOtm } from './otm.ts'
import type { OtmDocument } from './otm-types.ts'

const now = Date.UTC(2026, 5, 1)
const examples = ['bedside-gateway', 'emg-recorder', 'infusion-pump']

function parsed(text: string): DeviceFile {
  const result = parseDeviceFile(text)
  assert.ok(result.ok, JSON.stringify(result))
  return result.file
}

function example(name: string): DeviceFile {
  return parsed(readFileSync(new URL(`../../../../examples/${name}/device.yaml`, import.meta.url), 'utf8'))
}

function exported(file: DeviceFile): OtmDocument {
  // Through JSON, as it is written.
  return JSON.parse(JSON.stringify(toOtm(file, analyse(file, { now })))) as OtmDocument
}

function idsOf(list: readonly { readonly id: string }[]): string[] {
  return list.map(({ id }) => id)
}

/** What the format's description demands: which keys there are, of which types, and that every reference leads somewhere. */
function faultsOf(otm: OtmDocument): string[] {
  const faults: string[] = []
  const need = (at: string, value: object, fields: Readonly<Record<string, string>>): void => {
    for (const [key, type] of Object.entries(fields)) {
      const found = (value as Record<string, unknown>)[key]
      const kind = Array.isArray(found) ? 'array' : found === null ? 'null' : typeof found
      if (!type.split('|').includes(kind)) faults.push(`${at}.${key}: ${kind}, wanted ${type}`)
    }
  }
  const known = (at: string, id: string, ids: readonly { readonly id: string }[]): void => {
    if (!ids.some((one) => one.id === id)) faults.push(`${at}: nothing is called ${id}`)
  }
  const rated = (at: string, value: number): void => {
    if (!(value >= 0 && value <= 100)) faults.push(`${at}: ${value} is not from 0 to 100`)
  }
  need('', otm, { otmVersion: 'string', project: 'object', trustZones: 'array', dataflows: 'array' })
  need('project', otm.project, { id: 'string', name: 'string', description: 'string', owner: 'string' })
  for (const zone of otm.trustZones) {
    need(zone.id, zone, { id: 'string', name: 'string', type: 'string', risk: 'object' })
    rated(zone.id, zone.risk.trustRating)
  }
  for (const one of otm.assets) {
    need(one.id, one, { id: 'string', name: 'string', risk: 'object' })
    for (const key of ['confidentiality', 'integrity', 'availability'] as const)
      rated(`${one.id}.${key}`, one.risk[key])
  }
  for (const one of otm.components) {
    need(one.id, one, { id: 'string', name: 'string', type: 'string', parent: 'object', tags: 'array' })
    known(`${one.id}.parent`, one.parent.trustZone, otm.trustZones)
    for (const id of [...one.assets.processed, ...one.assets.stored])
      known(`${one.id}.assets`, id, otm.assets)
  }
  for (const one of otm.dataflows) {
    need(one.id, one, {
      id: 'string',
      name: 'string',
      source: 'string',
      destination: 'string',
      bidirectional: 'boolean',
    })
    for (const end of [one.source, one.destination]) known(one.id, end, otm.components)
    for (const id of one.assets) known(`${one.id}.assets`, id, otm.assets)
  }
  for (const { id, threats } of [...otm.components, ...otm.dataflows])
    for (const one of threats) {
      need(`${id}.threats`, one, { threat: 'string', state: 'string', mitigations: 'array' })
      known(`${id}.threats`, one.threat, otm.threats)
      for (const { mitigation, state } of one.mitigations) {
        known(`${id}.mitigations`, mitigation, otm.mitigations)
        if (state !== 'enforced' && state !== 'declared') faults.push(`${id}: a control is ${String(state)}`)
      }
    }
  for (const one of otm.threats) {
    need(one.id, one, {
      id: 'string',
      name: 'string',
      description: 'string',
      categories: 'array',
      cwes: 'array',
    })
    need(`${one.id}.risk`, one.risk, { likelihood: 'number|null', impact: 'number', impactComment: 'string' })
    rated(`${one.id}.impact`, one.risk.impact)
    faults.push(...one.cwes.filter((cwe) => !/^CWE-\d+$/.test(cwe)))
  }
  for (const one of otm.mitigations) {
    need(one.id, one, { id: 'string', name: 'string', riskReduction: 'number' })
    rated(`${one.id}.riskReduction`, one.riskReduction)
  }
  for (const list of [
    otm.trustZones,
    otm.assets,
    otm.components,
    otm.dataflows,
    otm.threats,
    otm.mitigations,
  ] as const)
    if (new Set(idsOf(list)).size !== list.length) faults.push(`ids stand twice: ${idsOf(list).join(', ')}`)
  for (const { attributes } of [
    ...otm.components,
    ...otm.dataflows,
    ...otm.assets,
    ...otm.threats,
    ...otm.mitigations,
  ])
    for (const [key, value] of Object.entries(attributes))
      if (typeof value !== 'string' || value === '') faults.push(`attribute ${key} is no text`)
  return faults
}

test('each example is an Open Threat Model with all components, flows, data, zones and controls', () => {
  for (const name of examples) {
    const file = example(name)
    const otm = exported(file)
    assert.deepEqual(faultsOf(otm), [], name)
    assert.deepEqual(idsOf(otm.components), idsOf(file.components))
    assert.deepEqual(idsOf(otm.dataflows), idsOf(file.interfaces))
    assert.deepEqual(idsOf(otm.assets), idsOf(file.data))
    assert.deepEqual(idsOf(otm.mitigations), idsOf(file.controls))
    assert.deepEqual(new Set(idsOf(otm.trustZones)), new Set(file.components.map(({ zone }) => zone)))
  }
})

test('the check of the structure notices a missing key, a number out of range and a reference to nothing', () => {
  const otm = exported(example('emg-recorder'))
  const [flow, ...flows] = otm.dataflows
  const [threat, ...threats] = otm.threats
  assert.ok(flow !== undefined && threat !== undefined)
  const broken: OtmDocument = {
    ...otm,
    dataflows: [{ ...flow, source: 'nowhere' }, ...flows],
    threats: [{ ...threat, risk: { ...threat.risk, impact: 101 }, name: undefined as never }, ...threats],
  }
  assert.equal(faultsOf(broken).length, 3, faultsOf(broken).join('\n'))
})

test('findings and goals are threats at the elements they concern, with CWEs and what stands in the way', () => {
  const file = example('emg-recorder')
  const analysis = analyse(file, { now })
  const otm = exported(file)
  const goals = analysis.goals.filter(({ cutSets }) => cutSets.length > 0)
  assert.equal(otm.threats.length, analysis.findings.length + goals.length)
  const withCwe = analysis.findings.find(({ cwe }) => cwe.length > 0)
  const threat = otm.threats.find(({ id }) => id === withCwe?.id)
  assert.deepEqual(
    threat?.cwes,
    withCwe?.cwe.map((number) => `CWE-${number}`),
  )
  const broken = goals.find(({ met, acceptedBy }) => !met && acceptedBy === undefined)
  assert.ok(broken !== undefined, 'the recorder has a goal below its policy')
  const held = file.data.find(({ id }) => id === broken.asset)?.at ?? []
  const instances = otm.components
    .filter(({ id }) => held.includes(id))
    .flatMap(({ threats }) => threats.filter((one) => one.threat === `${broken.asset}/${broken.goal}`))
  assert.equal(instances.length, held.length)
  assert.ok(instances.every(({ state }) => state === 'exposed'))
  const pump = exported(example('infusion-pump'))
  const states = new Set(
    pump.components.flatMap(({ threats }) =>
      threats.flatMap((one) => one.mitigations.map(({ state }) => state)),
    ),
  )
  assert.ok(states.has('enforced') && states.has('declared'))
})

test('a device file that goes out and comes back keeps its components, flows, data and trust zones', () => {
  for (const name of examples) {
    const there = exported(example(name))
    const back = convertFrom('otm', JSON.stringify(there))
    assert.ok(back.ok, JSON.stringify(back))
    const again = exported(parsed(back.text))
    const components = ({ components: list }: OtmDocument): unknown =>
      list.map(({ id, name: called, type, description, parent, tags }) => ({
        id,
        called,
        type,
        description,
        parent,
        tags,
      }))
    assert.deepEqual(components(again), components(there), name)
    const flows = ({ dataflows: list }: OtmDocument): unknown =>
      list.map(({ id, source, destination, assets, attributes: { protocol, reach } }) => ({
        id,
        source,
        destination,
        assets,
        protocol,
        reach,
      }))
    assert.deepEqual(flows(again), flows(there), name)
    assert.deepEqual(idsOf(again.trustZones), idsOf(there.trustZones))
    assert.deepEqual(idsOf(again.assets), idsOf(there.assets))
    const controls = new Set(idsOf(again.mitigations))
    assert.ok(idsOf(there.mitigations).every((id) => controls.has(id)))
  }
})
