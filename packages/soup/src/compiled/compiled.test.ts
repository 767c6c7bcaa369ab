import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Advisory, AdvisoryData, Affected } from '../advisories/types.ts'
import { type AdvisoryIndex, indexAdvisories } from '../advisory-index.ts'
import { compileIndex } from './compile.ts'
import { type IndexSource, openIndex, SoupIndexError } from './open.ts'

const entry: Affected = {
  ecosystem: 'npm',
  name: 'tool',
  ranges: [
    {
      order: 'npm',
      events: [
        { kind: 'introduced', version: '0' },
        { kind: 'fixed', version: '2.0.0' },
      ],
    },
    { events: [{ kind: 'introduced', version: 'abc' }] },
  ],
  versions: new Set(['1.0.0']),
}
const advisory: Advisory = {
  id: 'CVE-2020-1000',
  source: 'OSV',
  modified: 1000,
  withdrawn: false,
  aliases: ['GHSA-1'],
  summary: 'what happens',
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  affected: [entry, { ...entry, ecosystem: 'Ubuntu:22.04:LTS', name: 'tool', weak: 'names no versions' }],
}
const data: AdvisoryData = {
  advisories: [
    advisory,
    {
      ...advisory,
      source: 'NVD',
      affected: [{ ...entry, ecosystem: 'CPE', name: 'a:b', cpe: { part: 'a' }, except: entry.ranges }],
    },
    { ...advisory, source: 'KEV', affected: [], exploitedSince: '2021-01-01' },
  ],
  mappings: [{ purl: 'pkg:npm/tool', cpe: 'a:b' }],
  notUnderstood: { 'a reason': 2 },
}

function sourceOf(bytes: Uint8Array): IndexSource {
  return { size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) }
}

/** Everything that the index says about what is in the data, without what only the memory holds. */
function saidBy(index: AdvisoryIndex): unknown {
  const hits = (ecosystem: string, name: string): unknown =>
    index.hitsOf(ecosystem, name).map((hit) => {
      const { id, source, modified, aliases, summary, cvss } = hit.advisory
      return [id, source, modified, aliases, summary, cvss, hit.entry, hit.vulnerabilities]
    })
  return {
    npm: hits('npm', 'tool'),
    ubuntu: hits('Ubuntu:22.04', 'tool'),
    cpe: hits('CPE', 'a:b'),
    other: hits('npm', 'other'),
    covers: ['npm', 'Ubuntu:22.04', 'CPE', 'PyPI'].map((name) => index.covers(name)),
    products: [index.productsOf('npm/tool'), index.productsOf('npm/other')],
    facts: [index.factsOf('CVE-2020-1000'), index.factsOf('CVE-2020-2000')],
    rest: [index.newest, index.advisoryCount, index.notUnderstood],
  }
}

test('a compiled index says what the one in memory says', () => {
  const compiled = saidBy(openIndex(sourceOf(compileIndex(data))))
  assert.deepEqual(compiled, saidBy(indexAdvisories(data)))
  assert.deepEqual(compileIndex(data), compileIndex(data))
})

test('a compiled index finds each of many packages, and none that it does not have', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 60 }), (names) => {
      const affected = names.map((name) => ({ ...entry, name }))
      const index = openIndex(sourceOf(compileIndex({ ...data, advisories: [{ ...advisory, affected }] })))
      for (const name of names) assert.equal(index.hitsOf('npm', name).length, 1, name)
      assert.equal(index.hitsOf('npm', `${names.join('')}!?`).length, 0)
    }),
    { numRuns: 50 },
  )
})

test('a compiled index with any bit flipped or any byte cut off is refused, or says the same', () => {
  const bytes = compileIndex(data)
  const expected = JSON.stringify(saidBy(openIndex(sourceOf(bytes))))
  const check = (changed: Uint8Array, what: string): boolean => {
    try {
      assert.equal(JSON.stringify(saidBy(openIndex(sourceOf(changed)))), expected, what)
      return false
    } catch (error) {
      if (!(error instanceof SoupIndexError)) throw error
      assert.equal(error.code, 'SOUP_INDEX_DAMAGED')
      return true
    }
  }
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = bytes.slice()
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assert.equal(check(changed, `bit ${bit}`), true, `bit ${bit} was not noticed`)
  }
  for (let length = 0; length < bytes.length; length++) {
    assert.equal(
      check(bytes.subarray(0, length), `cut at ${length}`),
      true,
      `a cut at ${length} was not noticed`,
    )
  }
})
