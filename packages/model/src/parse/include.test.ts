import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parseDeviceFile, type ParseResult } from '../index.ts'

const minimal = readFileSync(
  new URL('../../../../conformance/device-file/valid/minimal.yaml', import.meta.url),
  'utf8',
)

function parse(files: Readonly<Record<string, string>>): ParseResult {
  const text = files['pump/device.yaml'] ?? ''
  return parseDeviceFile(text, { file: 'pump/device.yaml', readInclude: (path) => files[path] })
}

function codes(files: Readonly<Record<string, string>>): string[] {
  const result = parse(files)
  return result.ok
    ? []
    : result.issues.map(({ code, position }) => `${position.file}:${position.line} ${code}`)
}

test('an include adds its elements, with positions in its own file', () => {
  const result = parse({
    'pump/device.yaml': `${minimal}include: [parts/roles.yaml]\nroles: [{ id: a, name: A, kind: maker }]\n`,
    'pump/parts/roles.yaml': 'include: [../soup.yaml]\nroles:\n  - { id: b, name: B, kind: maker }\n',
    'pump/soup.yaml': 'soup: { sboms: [x.json] }\n',
  })
  assert.ok(result.ok)
  assert.deepEqual(
    result.file.roles.map(({ id }) => id),
    ['a', 'b'],
  )
  assert.deepEqual(result.file.soup.sboms, ['x.json'])
  assert.deepEqual(result.file.positions.get('roles.b'), {
    file: 'pump/parts/roles.yaml',
    line: 3,
    column: 5,
  })
  assert.deepEqual(result.sources, ['pump/device.yaml', 'pump/parts/roles.yaml', 'pump/soup.yaml'])
})

test('an include that comes back to itself, or comes twice, is refused', () => {
  const loop = {
    'pump/device.yaml': `${minimal}include: [a.yaml]\n`,
    'pump/a.yaml': 'include: [b.yaml]\n',
    'pump/b.yaml': 'include: [a.yaml]\n',
  }
  assert.deepEqual(codes(loop), ['pump/b.yaml:1 INCLUDE_CYCLE'])
  assert.deepEqual(
    codes({ 'pump/device.yaml': `${minimal}include: [a.yaml, ./a.yaml]\n`, 'pump/a.yaml': '{}' }),
    ['pump/device.yaml:16 INCLUDE_CYCLE'],
  )
})

test('an include cannot leave the folder of the device file', () => {
  for (const path of [
    '../secret',
    '/etc/passwd',
    'a/../../secret',
    'C:/secret',
    '"a\\0b"',
    '"..\\\\secret"',
  ]) {
    assert.deepEqual(
      codes({ 'pump/device.yaml': `${minimal}include: [${path}]\n` }),
      ['pump/device.yaml:16 INCLUDE_OUTSIDE'],
      path,
    )
  }
})

test('a chain of includes ends at 16, and their number at 32 files', () => {
  const chain: Record<string, string> = { 'pump/device.yaml': `${minimal}include: [f0.yaml]\n` }
  for (let i = 0; i < 20; i++) chain[`pump/f${i}.yaml`] = `include: [f${i + 1}.yaml]\n`
  assert.deepEqual(codes(chain), ['pump/f15.yaml:1 INCLUDE_TOO_DEEP'])
  const many: Record<string, string> = {
    'pump/device.yaml': `${minimal}include: [${Array.from({ length: 32 }, (_, i) => `f${i}.yaml`).join(', ')}]\n`,
  }
  for (let i = 0; i < 32; i++) many[`pump/f${i}.yaml`] = '{}'
  assert.deepEqual(codes(many), ['pump/device.yaml:16 INCLUDE_TOO_MANY'])
})

test('a missing or broken include is one issue, not a dangling reference for each thing in it', () => {
  const text = `${minimal.replace('id: app', 'id: app\n    isolated-by: [there]')}include: [a.yaml]\n`
  assert.deepEqual(codes({ 'pump/device.yaml': text }), ['pump/device.yaml:17 INCLUDE_MISSING'])
  assert.deepEqual(codes({ 'pump/device.yaml': text, 'pump/a.yaml': 'controls: [' }), [
    'pump/a.yaml:1 FILE_SYNTAX',
  ])
})

test('an include brings lists only: identity and policy are said once', () => {
  const files = {
    'pump/device.yaml': `${minimal}include: [a.yaml]\n`,
    'pump/a.yaml': 'policy: { phi: { lost: 1 } }\nroles: 5\n',
  }
  assert.deepEqual(codes(files), ['pump/a.yaml:1 INCLUDE_SECTION', 'pump/a.yaml:2 VALUE_WRONG_TYPE'])
})
