/** The test suite of purl-spec, and what must not get through. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { formatPurl, parsePurl, type Purl } from '../src/purl.ts'

const folder = new URL('../../../conformance/soup/', import.meta.url)

/** The parts of a purl as the suite writes them: `null` for what is absent. */
type Parts = { readonly [Part in keyof Purl]?: Purl[Part] | null }

interface PurlTest {
  readonly test_type: 'parse' | 'build' | 'validate'
  readonly input: string | Parts
  readonly expected_output: string | Parts | null
  readonly expected_failure?: boolean
}

interface Exception {
  readonly suite: string
  readonly type: string
  readonly input: string
  readonly reason: string
}

function partsOf({ type, namespace, name, version, qualifiers, subpath }: Parts): unknown {
  const listed = Object.entries(qualifiers ?? {}).map(([key, value]) => `${key}=${value}`)
  return [type, namespace, name, version, subpath, ...listed.toSorted()].map((part) => part ?? null)
}

/** What we make of a test's input: parts, a canonical text, or `undefined` for a refusal. */
function outcome({ test_type: type, input }: PurlTest): unknown {
  if (typeof input !== 'string') return built(input)
  const result = parsePurl(input)
  if (!result.ok) return undefined
  return type === 'parse' ? partsOf(result.purl) : formatPurl(result.purl)
}

function built(parts: Parts): string | undefined {
  const stated = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null))
  try {
    return formatPurl({ type: '', name: '', ...stated, qualifiers: parts.qualifiers ?? {} })
  } catch (error) {
    assert.ok(error instanceof RangeError)
    return undefined
  }
}

function agrees(each: PurlTest): boolean {
  const { expected_output: output, expected_failure: failure } = each
  const wanted =
    failure === true || output === null ? undefined : typeof output === 'string' ? output : partsOf(output)
  return JSON.stringify(outcome(each)) === JSON.stringify(wanted)
}

test('parsePurl() and formatPurl() give what the suite of purl-spec says, but for the listed exceptions', () => {
  const listed = JSON.parse(readFileSync(new URL('exceptions.json', folder), 'utf8')) as Exception[]
  const exceptions = listed
    .filter(({ suite }) => suite === 'purl')
    .map(({ type, input }) => `${type} ${input}`)
  const failed = new Set<string>()
  let count = 0
  for (const file of readdirSync(new URL('purl/', folder))) {
    for (const each of JSON.parse(readFileSync(new URL(`purl/${file}`, folder), 'utf8')) as PurlTest[]) {
      count++
      const input = typeof each.input === 'string' ? each.input : JSON.stringify(each.input)
      if (!agrees(each)) failed.add(`${each.test_type} ${input}`)
    }
  }
  assert.equal(count, 586)
  assert.deepEqual([...failed].toSorted(), exceptions.toSorted())
})

test('parsePurl() never throws, and what it reads has one canonical text', () => {
  const piece = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9._~+%@:?#&=/-]{0,10}$/),
    fc.constantFrom(
      'pkg:',
      'npm/',
      'git/',
      '%40',
      '%2F',
      '%C3%A9',
      '%ff',
      '..',
      '@1.0',
      '?arch=x',
      '#a/b',
      'é',
      '\ud800',
    ),
  )
  const start = fc.constantFrom('pkg:', 'pkg:npm/', 'pkg:git/h/', 'pkg:generic/a', 'pkg:swift/a/')
  let read = 0
  fc.assert(
    fc.property(start, fc.array(piece, { maxLength: 6 }), (type, pieces) => {
      const result = parsePurl(`${type}${pieces.join('')}`)
      if (!result.ok) return
      read++
      const text = formatPurl(result.purl)
      const again = parsePurl(text)
      assert.ok(again.ok, text)
      assert.equal(formatPurl(again.purl), text)
    }),
    { numRuns: 5000 },
  )
  assert.ok(read > 100, `only ${read} were purls`)
})
