import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { type Issue, parseDeviceFile, type ParseResult } from '../index.ts'
import { deviceFileLimits } from '../limits.ts'

const minimal = readFileSync(
  new URL('../../../../conformance/device-file/valid/minimal.yaml', import.meta.url),
  'utf8',
)

function issuesOf(result: ParseResult): readonly Issue[] {
  assert.ok(!result.ok, 'the text was refused')
  return result.issues
}

function codes(text: string): string[] {
  return issuesOf(parseDeviceFile(text)).map(({ code }) => code)
}

test('parseDeviceFile() fills in the defaults that the specification names', () => {
  const result = parseDeviceFile(minimal)
  assert.ok(result.ok)
  assert.equal(result.file.device.fleetSize, 1)
  assert.equal(result.file.components[0]?.host, 'app', 'a component has a host of its own')
  assert.deepEqual(result.file.policy.phi, { disclosed: 2, altered: 2, lost: 2 })
  assert.deepEqual([result.file.policy.evidenceDays, result.file.policy.advisoryDays], [90, 7])
})

test('parseDeviceFile() turns durations into milliseconds', () => {
  for (const [text, ms] of [
    ['72h', 259_200_000],
    ['15m', 900_000],
    ['1y', 31_536_000_000],
    ['forever', 'forever'],
  ]) {
    const result = parseDeviceFile(`${minimal}data: [{ id: d, kind: log, at: [app], keep: ${text} }]`)
    assert.ok(result.ok)
    assert.equal(result.file.data[0]?.keep, ms)
  }
})

test('parseDeviceFile() knows where each element and field stands, by id', () => {
  const result = parseDeviceFile(
    `${minimal}soup: { items: [{ id: lib, title: L, manufacturer: M, version: "1", purpose: P }] }\n`,
  )
  assert.ok(result.ok)
  const at = (path: string): string | undefined => {
    const position = result.file.positions.get(path)
    return position && `${position.file}:${position.line}:${position.column}`
  }
  assert.equal(at('device'), 'device.yaml:2:1')
  assert.equal(at('device.intended-use'), 'device.yaml:8:3')
  assert.equal(at('components.app'), 'device.yaml:11:5')
  assert.equal(at('components.app.zone'), 'device.yaml:14:5')
  assert.equal(at('soup.lib.version'), 'device.yaml:16:55')
})

test('parseDeviceFile() reports everything that is wrong at once, in the order of the text', () => {
  const text = minimal
    .replace('class: A', 'class: Z')
    .replace('zone: device', 'zonne: device')
    .replace('id: app', 'id: app\n    soup: [ghost]')
  assert.deepEqual(
    issuesOf(parseDeviceFile(text)).map(({ code, position }) => `${position.line} ${code}`),
    ['9 VALUE_NOT_ALLOWED', '11 KEY_MISSING', '12 REFERENCE_DANGLING', '15 KEY_UNKNOWN'],
  )
})

test('parseDeviceFile() says what was found, what was wanted and what was probably meant', () => {
  const [missing, unknown] = issuesOf(parseDeviceFile(minimal.replace('zone: device', 'zonne: device')))
  assert.match(missing?.message ?? '', /"zone" is missing; wanted a text/)
  assert.match(unknown?.message ?? '', /"zonne"; did you mean "zone"/)
  assert.equal(unknown?.path, 'components.app.zonne')
})

test('parseDeviceFile() refuses a file that is too large before it reads it', () => {
  assert.deepEqual(codes('#'.repeat(deviceFileLimits.fileBytesMax + 1)), ['FILE_TOO_LARGE'])
})

test('parseDeviceFile() refuses too many values before they are composed', () => {
  assert.deepEqual(codes(`a: [${'1,'.repeat(deviceFileLimits.nodesMax)}]`), ['FILE_TOO_MANY_NODES'])
})

test('parseDeviceFile() refuses every way of nesting too deep', () => {
  const ways = [
    '['.repeat(200_000),
    '{a: '.repeat(200_000),
    '- '.repeat(200_000),
    '? '.repeat(200_000),
    `a:\n${' '.repeat(5_000)}- b`,
  ]
  for (const text of ways) assert.deepEqual(codes(text), ['FILE_TOO_DEEP'], text.slice(0, 8))
  const staircase = Array.from({ length: 60 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')
  assert.ok(codes(staircase).includes('FILE_TOO_DEEP'))
})

test('parseDeviceFile() does not count brackets in texts and comments as nesting', () => {
  const brackets = '['.repeat(1_000)
  assert.ok(parseDeviceFile(`${minimal.replace('Shows the temperature', `"${brackets}"`)}# ${brackets}\n`).ok)
})

test('parseDeviceFile() finds a doubled key among 20,000 without comparing each with each', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n')
  assert.ok(codes(`${keys}\nk7: 2\n`).length > 1_000)
  assert.equal(codes(`${minimal}device: {}\n`)[0], 'KEY_TWICE')
})

test('parseDeviceFile() leaves no trace of polluting keys on objects', () => {
  assert.ok(
    codes(
      `${minimal}__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n`,
    ).includes('KEY_FORBIDDEN'),
  )
  assert.equal(Reflect.get({}, 'polluted'), undefined)
})

test('parseDeviceFile() stops counting issues at its limit and says how many are left', () => {
  const last = issuesOf(parseDeviceFile(`data: [${'x,'.repeat(1_500)}]`)).at(-1)
  assert.equal(last?.code, 'ISSUES_TOO_MANY')
  assert.match(last.message, /50\d more issues/)
})

test('parseDeviceFile() answers for any text and any damaged file, and never throws', () => {
  const damaged = fc
    .tuple(fc.nat(minimal.length), fc.nat(20), fc.string({ unit: 'grapheme' }))
    .map(([at, length, put]) => minimal.slice(0, at) + put + minimal.slice(at + length))
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), damaged), (text) => {
      const result = parseDeviceFile(text)
      assert.ok(result.ok || result.issues.length > 0)
    }),
    { numRuns: 500 },
  )
})
