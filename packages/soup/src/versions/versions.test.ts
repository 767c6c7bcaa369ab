import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { compareVersions } from './index.ts'

const vectors = {
  'debian-versions.txt': 'Debian:12',
  'debian-versions-generated.txt': 'Debian:12',
  'semver-versions.txt': 'npm',
} as const
const signs: Readonly<Record<string, number>> = { '<': -1, '=': 0, '>': 1 }

test('compareVersions() agrees with the sample of osv-scalibr wherever it decides', () => {
  let decided = 0
  for (const [file, ecosystem] of Object.entries(vectors)) {
    const text = readFileSync(new URL(`../../test/vectors/${file}`, import.meta.url), 'utf8')
    for (const line of text.trim().split('\n')) {
      const [a, operator, b] = line.split(' ')
      const found = compareVersions(ecosystem, a ?? '', b ?? '')
      if (found === undefined) continue
      decided++
      assert.equal(Math.sign(found), signs[operator ?? ''], `${ecosystem}: ${line}`)
    }
  }
  assert.ok(decided > 150, `only ${decided} lines were decided`)
})

test('compareVersions() follows the Debian Policy on tilde, epoch, letters and long numbers', () => {
  const ascending = [
    '1.0~~',
    '1.0~~a',
    '1.0~',
    '1.0',
    '1.0a',
    '1.0+b',
    '20260101000000000000001',
    '20260101000000000000002',
    '1:0',
  ]
  for (const [index, version] of ascending.entries()) {
    for (const later of ascending.slice(index + 1)) {
      assert.ok((compareVersions('Debian:12', version, later) ?? 0) < 0, `${version} < ${later}`)
      assert.ok((compareVersions('Debian:12', later, version) ?? 0) > 0, `${later} > ${version}`)
    }
  }
  assert.equal(compareVersions('Debian:12', '0:1.0-0', '1.0'), 0)
})

test('compareVersions() is antisymmetric and transitive on Debian versions', () => {
  const version = fc.stringMatching(/^[0-9][0-9a-c.+~]{0,6}$/)
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      const order = (x: string, y: string): number => Math.sign(compareVersions('Debian', x, y) ?? Number.NaN)
      assert.equal(order(a, b), 0 - order(b, a))
      if (order(a, b) <= 0 && order(b, c) <= 0) assert.ok(order(a, c) <= 0)
    }),
  )
})

test('compareVersions() decides nothing for what is no version or an ecosystem without an order', () => {
  const undecidable: [string, string, string][] = [
    ['npm', '1.2', '1.2.3'],
    ['npm', 'latest', '1.2.3'],
    ['Debian:12', '1.0 ', '1.0'],
    ['Debian:12', 'a:1', '1'],
    ['Debian:12', '', '1'],
    ['Maven', '1.0', '1.1'],
    ['__proto__', '1', '2'],
    ['npm', `1.0.0-${'a'.repeat(300)}`, '1.0.0'],
  ]
  for (const [ecosystem, a, b] of undecidable)
    assert.equal(compareVersions(ecosystem, a, b), undefined, `${a} ${b}`)
})
