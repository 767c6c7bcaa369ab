/** The tests of vers-spec for ranges; those for orders are in `version-vectors.test.ts`. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { formatVers, parseCanonicalVers, parseVers, versContains, type VersResult } from '../src/vers.ts'
import { versOfNative } from '../src/vers-native.ts'

const folder = new URL('../../../conformance/soup/', import.meta.url)

interface VersTest {
  readonly test_type: string
  readonly input:
    | string
    | { readonly vers: string; readonly version: string }
    | { readonly scheme: string; readonly native_range: string }
  readonly expected_output?: unknown
  readonly expected_failure?: boolean
}

function textOf(result: VersResult): string | undefined {
  return result.ok ? formatVers(result.range) : undefined
}

/** What we make of a test's input, `undefined` for a refusal. */
function outcome({ test_type: type, input }: VersTest): unknown {
  if (typeof input === 'string') {
    if (type === 'validate') return textOf(parseVers(input))
    const result = parseCanonicalVers(input)
    if (!result.ok) return undefined
    const { scheme, constraints } = result.range
    return {
      scheme,
      version_constraints: constraints.map(({ comparator, version }) => [comparator, version]),
    }
  }
  if ('vers' in input) {
    const result = parseVers(input.vers)
    return result.ok ? versContains(result.range, input.version) : undefined
  }
  return textOf(versOfNative(input.scheme, input.native_range))
}

interface Exception {
  readonly suite: string
  readonly type: string
  readonly input: string
  readonly reason: string
}

test('ranges come out as the tests of vers-spec say, but for the listed exceptions', () => {
  const listed = JSON.parse(readFileSync(new URL('exceptions.json', folder), 'utf8')) as Exception[]
  const exceptions = listed
    .filter(({ suite }) => suite === 'vers')
    .map(({ type, input }) => `${type} ${input}`)
  const failed: string[] = []
  let count = 0
  for (const file of readdirSync(new URL('vers/', folder))) {
    for (const each of JSON.parse(readFileSync(new URL(`vers/${file}`, folder), 'utf8')) as VersTest[]) {
      if (each.test_type === 'comparison' || each.test_type === 'equality') continue
      count++
      const wanted = each.expected_failure === true ? undefined : each.expected_output
      const input = typeof each.input === 'string' ? each.input : Object.values(each.input).join(' ')
      if (JSON.stringify(outcome(each)) !== JSON.stringify(wanted)) failed.push(`${each.test_type} ${input}`)
    }
  }
  assert.ok(count > 770, `only ${count} tests`)
  assert.deepEqual(failed.toSorted(), exceptions.toSorted())
})

function contains(vers: string, version: string): boolean | undefined {
  const result = parseVers(vers)
  assert.ok(result.ok, vers)
  return versContains(result.range, version)
}

test('versContains() answers at, below and above each bound, and between ranges', () => {
  const range = 'vers:deb/<1.0|>=2.0|<=2.5|!=2.2|3.0|>4.0'
  const inside = ['0.9', '1.0~rc1', '2.0', '2.1', '2.5', '3.0', '4.0.1']
  const outside = ['1.0', '1.5', '2.2', '2.5.1', '3.1', '4.0']
  for (const version of inside) assert.equal(contains(range, version), true, version)
  for (const version of outside) assert.equal(contains(range, version), false, version)
  assert.equal(contains('vers:npm/!=1.0.0', '2.0.0'), true)
  assert.equal(contains('vers:npm/!=1.0.0', '1.0.0'), false)
  assert.equal(contains('vers:npm/1.0.0|!=3.0.0', '2.0.0'), false)
})

test('versContains() takes overlapping bounds for the union of their ranges', () => {
  const range = 'vers:npm/>=1.0.0|>2.0.0|<3.0.0|<5.0.0'
  for (const version of ['1.0.0', '2.0.0', '3.0.0', '4.9.9'])
    assert.equal(contains(range, version), true, version)
  for (const version of ['0.9.9', '5.0.0']) assert.equal(contains(range, version), false, version)
})

test('versContains() decides nothing for a version without a place in the order', () => {
  assert.equal(contains('vers:npm/>=1.0.0', 'latest'), undefined)
  assert.equal(contains('vers:npm/*', 'latest'), undefined)
  assert.equal(contains('vers:npm/latest', '1.0.0'), undefined)
})

test('versOfNative() keeps what lies where two ranges meet, and takes a range of one version for that version', () => {
  const meeting = textOf(versOfNative('npm', '>=2.0.0 <3.0.0 || >=1.0.0 <2.0.0')) ?? ''
  for (const version of ['1.0.0', '2.0.0', '2.9.9']) assert.equal(contains(meeting, version), true, version)
  for (const version of ['0.9.9', '3.0.0']) assert.equal(contains(meeting, version), false, version)
  assert.equal(textOf(versOfNative('npm', '>=1.0.0 <=1.0.0')), 'vers:npm/1.0.0')
})

test('versOfNative() reads what each package manager writes, and refuses the rest', () => {
  const known: [string, string, string][] = [
    ['npm', '1.x || >=2.5 <=2.7', 'vers:npm/>=1.0.0|<2.0.0|>=2.5.0|<2.8.0'],
    ['npm', '^0.0.3', 'vers:npm/>=0.0.3|<0.0.4'],
    ['gem', '~> 2.2, != 2.2.5', 'vers:gem/>=2.2|!=2.2.5|<3'],
    ['pypi', '~=2.2.1', 'vers:pypi/>=2.2.1|<2.3'],
    ['pypi', '==1.4.*', 'vers:pypi/>=1.4.dev0|<1.5.dev0'],
    ['nuget', '(,1.0]', 'vers:nuget/<=1.0'],
    ['nuget', '[1.0]', 'vers:nuget/1.0'],
    ['nuget', '1.0', 'vers:nuget/>=1.0'],
  ]
  for (const [scheme, native, vers] of known) assert.equal(textOf(versOfNative(scheme, native)), vers, native)
  for (const [scheme, native] of [
    ['npm', '>=1.0.0 and <2'],
    ['npm', 'latest'],
    ['npm', '>>1.0.0'],
    ['pypi', '1.0'],
    ['nuget', '[1.0,2.0'],
    ['openssl', '>=3.0.0'],
    ['deb', '>= 1.0'],
    ['npm', '1.0.0 || '.repeat(5000)],
  ] as const) {
    assert.equal(versOfNative(scheme, native).ok, false, native.slice(0, 20))
  }
})

test('parseVers() refuses what is no range and never throws', () => {
  for (const bad of [
    '',
    'vers:',
    'vers:npm',
    'vers:npm/',
    'vers:npm/|',
    'vers:npm/>=latest',
    'vers:npm/>=',
    'vers:npm/*|1.0.0',
    'vers:npm/latest|1.0.0',
    'vers:npm/>=1.0.0%zz',
    'vers:nobody/1.0',
    'vers:__proto__/1.0',
    `vers:npm/${'1.0.0|'.repeat(20_000)}`,
  ]) {
    assert.equal(parseVers(bad).ok, false, bad.slice(0, 40))
    assert.equal(parseCanonicalVers(bad).ok, false, bad.slice(0, 40))
  }
  const scheme = fc.constantFrom(
    'npm',
    'conan',
    'gem',
    'nginx',
    'nuget',
    'openssl',
    'pypi',
    'maven',
    'constructor',
  )
  const text = fc.oneof(fc.stringMatching(/^[0-9.<>=!~^*|,x ()[\]-]{0,12}$/), fc.string({ maxLength: 12 }))
  fc.assert(
    fc.property(scheme, text, (name, range) => {
      for (const result of [parseVers(`vers:${name}/${range}`), versOfNative(name, range)]) {
        if (!result.ok) continue
        const again = parseCanonicalVers(formatVers(result.range))
        assert.deepEqual(again, result)
      }
    }),
    { numRuns: 5000 },
  )
})
