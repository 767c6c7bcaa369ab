import test from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CaseError, loadCases, parseExpected } from './case.ts'

const folder = 'conformance/backtests'

test('every backtest parses, and each of its weaknesses lies in an element that it has', () => {
  const cases = loadCases(folder)
  assert.ok(cases.length >= 14, `${cases.length} devices`)
  assert.equal(cases.filter(({ heldOut }) => heldOut).length, 5)
  const makers = new Set(cases.map(({ file }) => file.device.manufacturer))
  assert.ok(makers.size >= 8, [...makers].join(', '))
})

test('no backtest accepts a risk, and every advisory it rests on is named in the device file and has a source', () => {
  for (const { id, heldOut, file, expected } of loadCases(folder)) {
    assert.deepEqual(file.accepted, [], id)
    const text = readFileSync(join(folder, heldOut ? 'held-out' : '', id, 'device.yaml'), 'utf8')
    for (const [index, advisory] of expected.advisories.entries()) {
      assert.ok(text.includes(advisory), `${id}: ${advisory}`)
      assert.ok(expected.source[index]?.endsWith(`/${advisory.toLowerCase()}.json`), `${id}: ${advisory}`)
    }
  }
})

test('ids of a backtest are unique across sections, so that a reference is told from its text', () => {
  for (const { id, file } of loadCases(folder)) {
    const lists = [
      file.components,
      file.data,
      file.functions,
      file.interfaces,
      file.keys,
      file.roles,
      file.controls,
      file.soup.items,
      file.hosts,
    ]
    const ids = lists.flatMap((list: readonly { readonly id: string }[]) => list.map((each) => each.id))
    assert.deepEqual(
      ids.filter((each, index) => ids.indexOf(each) !== index),
      [],
      id,
    )
  }
})

test('an expected result that is not as it has to be is refused with file and field', () => {
  const good = { cwe: 259, cve: 'CVE-2020-0001', where: 'keys.a', basis: 'b' }
  const file = { advisories: ['A'], product: 'p', kind: 'k', source: ['s'], weaknesses: [good] }
  assert.equal(parseExpected(JSON.stringify(file), 'x.json').weaknesses.length, 1)
  const faults: readonly (readonly [unknown, RegExp])[] = [
    [{ ...file, weaknesses: [{ ...good, cwe: 'CWE-259' }] }, /^x\.json: weaknesses 0: cwe/],
    [{ ...file, weaknesses: [{ ...good, cve: '2020-1' }] }, /^x\.json: weaknesses 0: cve is 2020-1/],
    [{ ...file, weaknesses: [] }, /weaknesses has to be a list/],
    [{ ...file, kind: 3 }, /kind has to be a text/],
    [{ ...file, other: 3 }, /unknown key other/],
    [[], /found no map/],
  ]
  for (const [fault, message] of faults)
    assert.throws(() => parseExpected(JSON.stringify(fault), 'x.json'), { name: 'CaseError', message })
  assert.throws(() => parseExpected('{', 'x.json'), { name: 'CaseError', message: /x\.json: is not JSON/ })
})

test('a weakness at an element that the device does not have is refused', (context) => {
  const bad = mkdtempSync(join(tmpdir(), 'backtests-'))
  context.after(() => rmSync(bad, { recursive: true }))
  const device =
    '{ id: d, name: D, manufacturer: M, udi-di: NOT-PUBLIC, version: "1", intended-use: T, class: A }'
  const component = '{ id: c, name: C, kind: controller, zone: z, purpose: P }'
  writeFileSync(join(bad, 'device.yaml'), `pericard: 1\ndevice: ${device}\ncomponents: [${component}]\n`)
  const weakness = { cwe: 1, cve: 'CVE-2020-0001', where: 'keys.none', basis: 'b' }
  const expected = { advisories: ['A'], product: 'p', kind: 'k', source: ['s'], weaknesses: [weakness] }
  writeFileSync(join(bad, 'expected.json'), JSON.stringify(expected))
  assert.throws(
    () => loadCases(bad),
    (error) => error instanceof CaseError && /lies at keys\.none/.test(error.message),
  )
})
