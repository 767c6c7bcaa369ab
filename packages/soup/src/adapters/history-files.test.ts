import test from 'node:test'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { zstdCompressSync } from 'node:zlib'
import { fromUtf8, utf8 } from '@pericard/base'
import { generateHybridKey, publicHalf } from '@pericard/base/hybrid'
import fc from 'fast-check'
import { asOf } from '../history/as-of.ts'
import { contentOf } from '../snapshot/content.ts'
import { historyIn, objectsIn, type Observation, record } from './history-files.ts'

const key = generateHybridKey()
const role = { keys: [publicHalf(key)], threshold: 1 }
const textOf = (bytes: Uint8Array | undefined): string | undefined => bytes && fromUtf8(bytes)
const all = mkdtempSync(join(tmpdir(), 'pericard-history-'))
test.after(() => rmSync(all, { recursive: true, force: true }))
const folder = (): string => mkdtempSync(join(all, 'one-'))
const advisories = (ids: readonly string[]): string[] =>
  contentOf([{ name: 'osv', records: ids.map((id) => ({ id })) }])
const seen = (
  device: string,
  text: string,
  ids: readonly string[],
  decided?: string,
  stated: readonly string[] = [],
): Observation => ({
  device,
  files: new Map([['device.yaml', utf8(`${device} ${text}`)]]),
  sboms: new Map([['sbom.json', utf8(text)]]),
  advisories: advisories(ids),
  vex: new Map(stated.map((name) => [`${name}.json`, utf8(name)])),
  ...(decided === undefined ? {} : { decisions: utf8(decided) }),
})

test('what was known on each day is what was given on that day, for any sequence of days and devices', () => {
  const word = fc.constantFrom('a', 'b', 'c')
  const day = fc.record({
    device: fc.constantFrom('pump', 'gateway'),
    text: word,
    ids: fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D')),
    decided: fc.option(word, { nil: undefined }),
    stated: fc.uniqueArray(word),
  })
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 6 }), (days) => {
      const into = folder()
      const given = days.map(({ device, text, ids, decided, stated }, index) => {
        const observation = seen(device, text, ids, decided, stated)
        record(into, observation, role, [key], () => index * 10)
        return observation
      })
      const { known } = historyIn(into, role)
      for (const [index, observation] of given.entries()) {
        const then = asOf(known, observation.device, index * 10 + 9, objectsIn(into))
        assert.deepEqual(then.advisories, observation.advisories)
        assert.deepEqual(
          [...then.sboms.values()].map(fromUtf8),
          [...observation.sboms.values()].map(fromUtf8),
        )
        assert.deepEqual(
          [...then.files.values()].map(fromUtf8),
          [...observation.files.values()].map(fromUtf8),
        )
        assert.deepEqual(
          [...then.vex].map(([name, bytes]) => [name, textOf(bytes)]),
          [...observation.vex].map(([name, bytes]) => [name, textOf(bytes)]),
        )
        const before = given
          .slice(0, index + 1)
          .findLast((other) => other.device === observation.device && other.decisions !== undefined)
        assert.equal(textOf(then.decisions), textOf(before?.decisions))
      }
      assert.equal(asOf(known, 'pump', -1, objectsIn(into)).main, undefined)
    }),
    { numRuns: 15 },
  )
})

test('what did not change is not recorded again', () => {
  const into = folder()
  assert.equal(record(into, seen('pump', 'a', ['A']), role, [key], () => 1).length, 3)
  assert.equal(record(into, seen('pump', 'a', ['A']), role, [key], () => 2).length, 0)
  assert.deepEqual(
    record(into, seen('pump', 'a', ['B']), role, [key], () => 3).map(({ kind }) => kind),
    ['advisories'],
  )
})

test('an object that was changed or is gone is refused', () => {
  const into = folder()
  record(into, seen('pump', 'a', ['A']), role, [key], () => 1)
  const { known } = historyIn(into, role)
  for (const name of readdirSync(join(into, 'objects')))
    writeFileSync(join(into, 'objects', name), zstdCompressSync(utf8('other')))
  assert.throws(() => asOf(known, 'pump', 9, objectsIn(into)), { code: 'HISTORY_OBJECT_ALTERED' })
  assert.throws(() => asOf(known, 'pump', 9, objectsIn(folder())), { code: 'HISTORY_OBJECT_ALTERED' })
})

test('what a writer left unfinished counts for nothing and is gone after the next record', () => {
  const into = folder()
  record(into, seen('pump', 'a', ['A']), role, [key], () => 1)
  const { head } = historyIn(into, role)
  appendFileSync(join(into, 'log.jsonl'), '{"torn":1}\n{"to')
  assert.deepEqual([historyIn(into, role).head, historyIn(into, role).unsigned], [head, 1])
  record(into, seen('pump', 'b', ['A']), role, [key], () => 2)
  assert.deepEqual([historyIn(into, role, head).unsigned, historyIn(into, role).known.length], [0, 5])
})

test('two that record at once lose nothing: what the second is given is not older than what the first wrote', async () => {
  const into = folder()
  const module = JSON.stringify(new URL('./history-files.ts', import.meta.url).href)
  const program = `
    const { record } = await import(${module})
    const { createPrivateKey } = await import('node:crypto')
    const pem = JSON.parse(process.argv[3])
    const key = { ed25519: createPrivateKey(pem[0]), mldsa65: createPrivateKey(pem[1]) }
    for (let n = 0; n < 8; n++)
      record(process.argv[1], { device: process.argv[2], files: new Map([['d', Buffer.from(String(n))]]), sboms: new Map(), vex: new Map() }, ${JSON.stringify(role)}, [key], Date.now)`
  const pem = [key.ed25519, key.mldsa65].map((half) => half.export({ type: 'pkcs8', format: 'pem' }))
  const codes = await Promise.all(
    ['one', 'two', 'three'].map(async (device) => {
      const child = spawn(
        process.execPath,
        ['--input-type=module', '-e', program, into, device, JSON.stringify(pem)],
        { stdio: 'inherit' },
      )
      return (await once(child, 'exit'))[0] as number
    }),
  )
  assert.deepEqual(codes, [0, 0, 0])
  const { known, unsigned } = historyIn(into, role)
  assert.deepEqual([known.length, unsigned], [24, 0])
})

test('a writer killed at any moment leaves what was recorded before, and the next goes on', async () => {
  const module = new URL('./history-files.ts', import.meta.url).href
  const base = new URL('../../../base/src/hybrid.ts', import.meta.url).href
  const pem = { ed25519: '', mldsa65: '' }
  for (const half of ['ed25519', 'mldsa65'] as const)
    pem[half] = key[half].export({ type: 'pkcs8', format: 'pem' }).toString()
  const program = `
    const { createPrivateKey } = await import('node:crypto')
    const { record } = await import(${JSON.stringify(module)})
    await import(${JSON.stringify(base)})
    const pem = ${JSON.stringify(pem)}
    const key = { ed25519: createPrivateKey(pem.ed25519), mldsa65: createPrivateKey(pem.mldsa65) }
    process.stdout.write('go')
    for (let n = 1; ; n++) record(process.argv[1], { device: 'pump', files: new Map([['d', Buffer.from(String(n))]]), sboms: new Map(), vex: new Map() }, ${JSON.stringify(role)}, [key], () => n)`
  for (let round = 0; round < 6; round++) {
    const into = folder()
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, into])
    const ended = once(child, 'exit')
    await Promise.race([once(child.stdout, 'data'), ended])
    await wait(20 + round * 37)
    child.kill('SIGKILL')
    await ended
    const { known } = historyIn(into, role)
    const count = known.length
    assert.deepEqual(
      known.map(({ at }) => at),
      Array.from({ length: count }, (_, index) => index + 1),
    )
    const last = asOf(known, 'pump', count, objectsIn(into))
    assert.equal(count === 0 ? '0' : textOf(last.files.get('d')), String(count))
    record(into, seen('pump', 'x', ['A']), role, [key], () => count + 1)
    assert.equal(historyIn(into, role).unsigned, 0)
  }
})
