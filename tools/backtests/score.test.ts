import test from 'node:test'
import assert from 'node:assert/strict'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import type { Expected, Weakness } from './case.ts'
import { elementsOf, reachesAim, type ScoredFinding, scoreOf, totalsOf } from './score.ts'

const text = `
pericard: 1
device: { id: planted, name: Planted, manufacturer: Nobody, udi-di: NOT-PUBLIC, version: "1", intended-use: A test, class: B }
components:
  - { id: pump, name: Pump, kind: controller, zone: inside, purpose: Pumps }
  - { id: visitor, name: Visitor, kind: external, external: true, zone: outside, purpose: Visits }
interfaces:
  - { id: terminal, from: visitor, to: pump, protocol: telnet, reach: ward-network, credentials: [word] }
  - { id: panel, from: visitor, to: pump, protocol: touch, reach: physical-port }
keys:
  - { id: word, kind: password, scope: model, stored-by: firmware, purpose: Opens the terminal }
`

function planted(): DeviceFile {
  const parsed = parseDeviceFile(text)
  assert.ok(parsed.ok)
  return parsed.file
}

function weakness(cwe: number, where: string): Weakness {
  return { cwe, cve: 'CVE-2020-0001', where, basis: 'planted' }
}

function finding(element: string, cwe: number[], acceptedBy?: string): ScoredFinding {
  const found = { id: `rule@${element}`, element, cwe }
  return acceptedBy === undefined ? found : { ...found, acceptedBy }
}

function expecting(...weaknesses: Weakness[]): Expected {
  return { advisories: ['A-1'], product: 'Planted', kind: 'test', source: ['none'], weaknesses }
}

test('a weakness that no finding lists is a miss', () => {
  const expected = expecting(weakness(259, 'keys.word'), weakness(319, 'interfaces.terminal'))
  const score = scoreOf('planted', planted(), expected, [finding('keys.word', [259, 798])])
  assert.deepEqual(score.expected, [259, 319])
  assert.deepEqual(score.found, [259])
  assert.deepEqual(
    score.missed.map(({ cwe, where }) => [cwe, where]),
    [[319, 'interfaces.terminal']],
  )
})

test('a CWE counts as found only where it is the same number, not a parent or a child', () => {
  const score = scoreOf('planted', planted(), expecting(weakness(259, 'keys.word')), [
    finding('keys.word', [798, 2590, 25]),
  ])
  assert.deepEqual(score.found, [])
})

test('an accepted finding neither finds a weakness nor counts as a finding', () => {
  const score = scoreOf('planted', planted(), expecting(weakness(259, 'keys.word')), [
    finding('keys.word', [259], 'decision-1'),
  ])
  assert.deepEqual([score.found, score.findings], [[], 0])
})

test('in place is the element itself, a part of it, and what refers to it or is referred to by it', () => {
  for (const element of ['keys.word', 'keys.word.password', 'interfaces.terminal']) {
    const score = scoreOf('planted', planted(), expecting(weakness(259, 'keys.word')), [
      finding(element, [259]),
    ])
    assert.deepEqual(score.inPlace, [259], element)
  }
  const elsewhere = scoreOf('planted', planted(), expecting(weakness(259, 'keys.word')), [
    finding('interfaces.panel', [259]),
  ])
  assert.deepEqual([elsewhere.found, elsewhere.inPlace], [[259], []])
  assert.deepEqual(
    elsewhere.elsewhere.map(({ where }) => where),
    ['keys.word'],
  )
})

test('a class with two weaknesses is one class, and in place only where both are', () => {
  const expected = expecting(weakness(284, 'interfaces.terminal'), weakness(284, 'interfaces.panel'))
  const one = scoreOf('planted', planted(), expected, [finding('interfaces.panel', [284])])
  assert.deepEqual([one.expected, one.found, one.inPlace], [[284], [284], []])
  const both = scoreOf('planted', planted(), expected, [
    finding('interfaces.panel', [284]),
    finding('interfaces.terminal', [284]),
  ])
  assert.deepEqual(both.inPlace, [284])
})

test('elements are the entries of all lists of the file', () => {
  assert.deepEqual(
    [...elementsOf(planted()).keys()],
    ['components.pump', 'components.visitor', 'interfaces.terminal', 'interfaces.panel', 'keys.word'],
  )
})

test('the aim is 90 % found and five findings per element, and nothing reaches it without a device', () => {
  const totals = { devices: 1, expected: 10, found: 9, inPlace: 0, findings: 50, elements: 10 }
  assert.equal(reachesAim(totals), true)
  assert.equal(reachesAim({ ...totals, found: 8 }), false)
  assert.equal(reachesAim({ ...totals, findings: 51 }), false)
  assert.equal(reachesAim(totalsOf([])), false)
})

test('totals are sums over devices', () => {
  const score = scoreOf('planted', planted(), expecting(weakness(259, 'keys.word')), [
    finding('keys.word', [259]),
    finding('interfaces.panel', []),
  ])
  assert.deepEqual(totalsOf([score, score]), {
    devices: 2,
    expected: 2,
    found: 2,
    inPlace: 2,
    findings: 4,
    elements: 10,
  })
})
