/** Every order against the vectors of osv-scalibr and vers-spec, and against the laws of a total order. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { type Order, orderOfPurlType, versionOrders } from '../src/versions/index.ts'

const folder = new URL('../../../conformance/soup/', import.meta.url)
const signs: Readonly<Record<string, number>> = { '<': -1, '=': 0, '>': 1 }

interface Pair {
  readonly a: string
  readonly b: string
  readonly sign: number
}

/** First word of a file's name → the order that it is about. */
const ecosystemOf: Readonly<Record<string, string>> = {
  alpine: 'Alpine',
  cran: 'CRAN',
  debian: 'Debian',
  hackage: 'Hackage',
  maven: 'Maven',
  nuget: 'NuGet',
  packagist: 'Packagist',
  pub: 'Pub',
  pypi: 'PyPI',
  redhat: 'Red Hat',
  rubygems: 'RubyGems',
  semver: 'npm',
}

function pairsOf(file: string): Pair[] {
  const lines = readFileSync(new URL(`versions/${file}`, folder), 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [a = '', operator = '', b = ''] = line.trim().split(' ')
    const sign = /^(?:#|\/\/|$)/.test(a) ? undefined : signs[operator]
    return sign === undefined ? [] : [{ a, b, sign }]
  })
}

function orderOf(file: string): Order {
  const order = versionOrders[ecosystemOf[file.split('-', 1)[0] ?? ''] ?? '']
  assert.ok(order !== undefined, `no order for ${file}`)
  return order
}

const files = readdirSync(new URL('versions/', folder))

for (const file of files) {
  test(`the order of ${file} gives what each line says, both ways round`, () => {
    const [order, pairs] = [orderOf(file), pairsOf(file)]
    assert.ok(pairs.length > 1)
    for (const { a, b, sign } of pairs) {
      assert.equal(Math.sign(order(a, b) ?? Number.NaN), sign, `${a} ${b}`)
      assert.equal(Math.sign(order(b, a) ?? Number.NaN), 0 - sign, `${b} ${a}`)
    }
  })
}

interface VersTest {
  readonly test_type: string
  readonly input: { readonly input_scheme: string; readonly versions: readonly string[] }
  readonly expected_output: boolean | readonly string[]
}

test('orders give what the comparison vectors of vers-spec say', () => {
  let count = 0
  for (const file of readdirSync(new URL('vers/', folder))) {
    const tests = JSON.parse(readFileSync(new URL(`vers/${file}`, folder), 'utf8')) as VersTest[]
    for (const { test_type: type, input, expected_output: expected } of tests) {
      if (type !== 'comparison' && type !== 'equality') continue
      count++
      const order = orderOfPurlType(input.input_scheme)
      assert.ok(order !== undefined, input.input_scheme)
      const compare = (a: string, b: string): number => order(a, b) ?? Number.NaN
      const shown = `${input.input_scheme} ${input.versions.join(' ')}`
      if (typeof expected === 'boolean') {
        assert.equal(compare(input.versions[0] ?? '', input.versions[1] ?? '') === 0, expected, shown)
        continue
      }
      const sorted = input.versions.toSorted(compare)
      assert.ok(
        sorted.every((version, i) => compare(version, expected[i] ?? '') === 0),
        shown,
      )
    }
  }
  assert.ok(count > 1900, `only ${count} vectors`)
})

/** Real versions by ecosystem, and texts of the same letters. */
function versionsOf(ecosystem: string): fc.Arbitrary<string> {
  const about = files.filter((file) => ecosystemOf[file.split('-', 1)[0] ?? ''] === ecosystem)
  const real = about.flatMap((file) => pairsOf(file).flatMap(({ a, b }) => [a, b]))
  const made = fc.stringMatching(
    /^[0-9v][0-9]{0,2}([._+~^:-]?(0|1|10|a|b|rc|alpha|p|post|dev|sp|final|ga)){0,5}$/,
  )
  // Neighbours in a file differ by little, so triples of them test more than triples from all over it.
  const near = fc.integer({ min: 0, max: Math.max(0, real.length - 8) }).chain((at) => {
    return fc.constantFrom('1', ...real.slice(at, at + 8))
  })
  // Of three numbers, as OpenSSL and Linux are versioned.
  const short = fc.stringMatching(
    /^[0-2][.][01][.][0-2](a|b|za)?(-beta1|-rc1|-rc10|-fips|-dev|-91-generic)?$/,
  )
  const dotted = fc.stringMatching(/^[0-2]([.](0|1|02|10)){1,3}$/)
  return real.length > 0 ? fc.oneof(near, near, made, short, dotted) : fc.oneof(short, dotted, dotted, made)
}

/**
 * Maven's own order has cycles between versions with a word right after a dot (`2.0.rc` < `2.0` < `2.0-1` < `2.0.rc`) or
 * at the start, which counts as such (`v` < `0-rc` < `0` < `v`).
 */
function isInCycle(ecosystem: string, versions: readonly string[]): boolean {
  return ecosystem === 'Maven' && versions.some((version) => /(^|[.])[^0-9.-]/.test(version))
}

for (const [ecosystem, order] of Object.entries(versionOrders)) {
  test(`the order of ${ecosystem} is reflexive, antisymmetric and transitive`, () => {
    const version = versionsOf(ecosystem)
    let decided = 0
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [ab, bc, ac] = [order(a, b), order(b, c), order(a, c)]
        if (ab === undefined || bc === undefined || ac === undefined) return
        decided++
        assert.equal(order(a, a), 0)
        assert.equal(Math.sign(ab), 0 - Math.sign(order(b, a) ?? Number.NaN))
        if (isInCycle(ecosystem, [a, b, c])) return
        if (ab <= 0 && bc <= 0) assert.ok(ac <= 0, `${a} <= ${b} <= ${c}`)
        if (ab === 0) assert.equal(Math.sign(ac), Math.sign(bc), `${a} = ${b}, ${c}`)
      }),
      { numRuns: 2000 },
    )
    assert.ok(decided > 20, `only ${decided} triples were decided`)
  })
}

test('no order throws, whatever the two texts are, and an undecidable version is so on both sides', () => {
  const text = fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 20 }))
  const orders = fc.constantFrom(
    ...Object.values(versionOrders),
    ...['alpm', 'ebuild', 'datetime'].map(typed),
  )
  fc.assert(
    fc.property(orders, text, text, (order, a, b) => {
      assert.equal(order(a, b) === undefined, order(b, a) === undefined)
    }),
    { numRuns: 5000 },
  )
})

function typed(type: string): Order {
  const order = orderOfPurlType(type)
  assert.ok(order !== undefined, type)
  return order
}
