import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { folder, verb } from '../../test/run.ts'

const image = verb('image', 'registerImage')
const pump = new URL('../../../../examples/infusion-pump/', import.meta.url).pathname

function setUp(t: TestContext): { file: string; program: string; key: string } {
  const base = folder(t)
  const file = join(base, 'device.yaml')
  cpSync(join(pump, 'device.yaml'), file)
  for (const name of ['function', 'fallback']) cpSync(join(pump, name), join(base, name), { recursive: true })
  const key = join(base, 'release.pem')
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  writeFileSync(key, pem, { mode: 0o600 })
  return { file, program: join(base, 'function/pump-function.ts'), key }
}

test('image sign says what the device file has to ask for, and image verify then holds it to that', (t) => {
  const { file, program, key } = setUp(t)
  const args = ['sign', file, '--function', 'deliver-drug', '--role', 'release-engineer', '--key', key]
  const signed = image(...args)
  assert.equal(signed.status, 0, signed.err)
  const wanted = /signed-by: \{ role: release-engineer, key: [\w-]{43} \}/.exec(signed.out)?.[0] ?? ''
  const text = readFileSync(file, 'utf8').replace(/program: \{ (.*) \}/, `program: { $1, ${wanted} }`)
  assert.ok(text.includes(wanted))
  writeFileSync(file, text)
  const again = image(...args)
  assert.deepEqual([again.status, again.out], [0, ''])
  const sound = image('verify', file)
  assert.match(sound.out, /deliver-drug: as it has to be; signed by release-engineer/)
  assert.equal(sound.status, 0, sound.err)
  appendFileSync(program, '\n')
  const bent = image('verify', file)
  assert.equal(bent.status, 1)
  assert.match(bent.out, /pump-function\.ts: has SHA-256 .* \(GUARD_PROGRAM_ALTERED\)/)
})

test('image sign signs a fallback as one: its image is not that of the program', (t) => {
  const { file, key } = setUp(t)
  const args = ['--function', 'deliver-drug', '--role', 'release-engineer', '--key', key]
  const signed = image('sign', file, ...args, '--fallback')
  assert.equal(signed.status, 0, signed.err)
  assert.match(signed.err, /Under "fallback" of "deliver-drug"/)
  const wanted = /signed-by: .*/.exec(signed.out)?.[0] ?? ''
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/fallback: \{ (.*) \}/, `fallback: { $1, ${wanted} }`),
  )
  const sound = image('verify', file)
  assert.match(sound.out, /deliver-drug \(fallback\): as it has to be; signed by release-engineer/)
  assert.equal(sound.status, 0, sound.err)
  // The same files, signed as the program of the function.
  const folder = join(file, '../fallback')
  const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8')
  assert.ok(manifest.includes('"deliver-drug/fallback"'))
  const other = readFileSync(file, 'utf8')
  writeFileSync(file, other.replace('path: function/pump-function.ts', 'path: fallback/keep-open.ts'))
  assert.equal(image('sign', file, ...args).status, 0)
  writeFileSync(file, other)
  const bent = image('verify', file)
  assert.equal(bent.status, 1)
  assert.match(bent.out, /deliver-drug \(fallback\): .* is not for the function "deliver-drug\/fallback"/)
})

test('image sign refuses a function, a role and a key that there is not', (t) => {
  const { file, key } = setUp(t)
  for (const [fn, role, pem, says] of [
    ['other', 'nurse', key, /no function "other"/],
    ['deliver-drug', 'nobody', key, /no role "nobody"/],
    ['deliver-drug', 'nurse', file, /is no private key/],
  ] as const) {
    const outcome = image('sign', file, '--function', fn, '--role', role, '--key', pem)
    assert.notEqual(outcome.status, 0)
    assert.match(outcome.err, says)
  }
})
