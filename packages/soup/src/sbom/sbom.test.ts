import test from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import fc from 'fast-check'
import { readSbom } from './index.ts'
import type { ReadSbomResult } from './types.ts'

function read(value: unknown): ReadSbomResult {
  return readSbom(utf8(JSON.stringify(value)))
}
const head = { bomFormat: 'CycloneDX', specVersion: '1.6' }
const lodash = { type: 'library', name: 'lodash', version: '4.17.4', purl: 'pkg:npm/lodash@4.17.4' }

test('readSbom() flattens nested components and says where each stands', () => {
  const result = read({
    ...head,
    components: [{ ...lodash, components: [{ type: 'library', name: 'inner' }] }],
  })
  assert.ok(result.ok)
  assert.deepEqual(
    result.sbom.components.map(({ name, path }) => [name, path]),
    [
      ['lodash', '/components/0'],
      ['inner', '/components/0/components/0'],
    ],
  )
})

test('readSbom() counts statements that it does not understand', () => {
  const result = read({ ...head, components: [], vulnerabilities: [{}, {}], services: [{}] })
  assert.ok(result.ok)
  assert.deepEqual(result.sbom.notUnderstood, { vulnerabilities: 2, services: 1 })
})

test('readSbom() reports every fault with its place, and returns nothing half-read', () => {
  const result = read({
    ...head,
    specVersion: '9',
    components: [{ type: 'library' }, { ...lodash, purl: 7 }, null],
  })
  assert.ok(!result.ok)
  assert.deepEqual(
    result.issues.map(({ path }) => path),
    ['/specVersion', '/components/0/name', '/components/1/purl', '/components/2'],
  )
})

test('readSbom() refuses what is no SBOM, and bytes that are hostile', () => {
  const bad: [Uint8Array, RegExp][] = [
    [utf8('<bom/>'), /not a CycloneDX <bom>/],
    [utf8('{"spdxVersion":"SPDX-9"}'), /SPDX-2/],
    [utf8('{"licenseText":"MIT"}'), /neither CycloneDX nor SPDX/],
    [utf8('[]'), /found a list/],
    [utf8(''), /not JSON/],
    [new Uint8Array([0xff, 0xfe]), /UTF-8/],
    [utf8(`{"components":${'['.repeat(100_000)}`), /deep/],
    [utf8('{"bomFormat":"CycloneDX","__proto__":{"x":1}}'), /__proto__/],
  ]
  for (const [bytes, expected] of bad) {
    const result = readSbom(bytes)
    assert.ok(!result.ok)
    assert.match(result.issues[0]?.message ?? '', expected)
  }
})

test('readSbom() never throws, whatever JSON it is given', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void read({ ...head, components: value })))
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void readSbom(bytes)))
})

test('readSbom() keeps both components of a reference used twice, counts it, and is not caught in a circle', () => {
  const components = [
    { ...lodash, 'bom-ref': 'a' },
    { ...lodash, 'bom-ref': 'a', version: '4.17.5' },
  ]
  const dependencies = [{ ref: 'a', dependsOn: ['a'] }]
  const result = read({ ...head, components, dependencies })
  assert.ok(result.ok)
  assert.equal(result.sbom.components.length, 2)
  assert.deepEqual(result.sbom.notUnderstood, { 'reference used twice': 1 })
})

test('readSbom() takes patches of the pedigree that resolve a weakness as a claim that it is fixed', () => {
  const patch = (type: string): object => ({
    type: 'backport',
    resolves: [{ type, id: 'CVE-2021-44228' }],
  })
  for (const [type, expected] of [
    ['security', [{ vulnerability: 'CVE-2021-44228', claim: 'patched', source: 'pedigree' }]],
    ['defect', undefined],
  ] as const) {
    const result = read({ ...head, components: [{ ...lodash, pedigree: { patches: [patch(type)] } }] })
    assert.ok(result.ok)
    assert.deepEqual(result.sbom.components[0]?.fixes, expected)
  }
})
