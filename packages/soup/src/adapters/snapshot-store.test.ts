import test from 'node:test'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { generateHybridKey, publicHalf } from '@pericard/base/hybrid'
import { contentOf } from '../snapshot/content.ts'
import { applySnapshot, buildSnapshot, openSnapshot } from '../snapshot/file.ts'
import { locked } from './lock.ts'
import { appliedIn, applyToStore, currentSnapshot, isSnapshotStore } from './snapshot-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'pericard-snapshot-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
const key = generateHybridKey()
const role = { keys: [publicHalf(key)], threshold: 1 }
const lines = (count: number, summary: string): string[] =>
  contentOf([
    {
      name: 'osv',
      records: Array.from({ length: count }, (_, index) => ({
        id: `X-${index}`,
        modified: '2026-01-01T00:00:00Z',
        summary,
        affected: [{ package: { ecosystem: 'npm', name: `p${index}` }, versions: ['1.0.0'] }],
      })),
    },
  ])
const sources = [{ name: 'osv', records: 1 }]
function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const old = buildSnapshot({ sequence: 1, at: 0, sources, lines: lines(4000, 'a') }, [key])
const base = applySnapshot(openSnapshot(old, role), undefined)
const first = written('1.snap', old)
const second = written(
  '2.snap',
  buildSnapshot({ sequence: 2, at: 1, sources, lines: lines(4000, 'b'), base }, [key]),
)

test('what is refused leaves the one before in use', () => {
  const store = join(folder, 'refused')
  applyToStore(store, first, role)
  const before = readdirSync(store).map((name) => [name, readFileSync(join(store, name))])
  const cut = written('cut.snap', readFileSync(second).subarray(0, -9))
  for (const bad of [first, cut])
    assert.throws(() => applyToStore(store, bad, role), { name: 'SnapshotError' })
  locked(
    join(store, 'apply.lock'),
    () => assert.throws(() => applyToStore(store, second, role), { code: 'SNAPSHOT_BUSY' }),
    { most: 0 },
  )
  const after = readdirSync(store)
  assert.deepEqual(
    after.map((name) => [name, readFileSync(join(store, name))]),
    before,
  )
})

test('records that were changed in the store are no base for a delta', () => {
  const store = join(folder, 'changed')
  applyToStore(store, first, role)
  const name = readdirSync(store).find((entry) => entry.endsWith('.zst')) ?? ''
  const bytes = readFileSync(join(store, name))
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  writeFileSync(join(store, name), bytes)
  assert.throws(() => applyToStore(store, second, role), { code: 'SNAPSHOT_ALTERED' })
  assert.equal(currentSnapshot(store)?.head.sequence, 1)
})

test('an apply killed at any moment leaves the old snapshot or the new one, whole, and the next apply goes on', async () => {
  const module = new URL('./snapshot-store.ts', import.meta.url).href
  const program = `
    const { applyToStore } = await import(${JSON.stringify(module)})
    process.stdout.write('go')
    applyToStore(process.argv[1], process.argv[2], ${JSON.stringify(role)})`
  const seen = new Set<number>()
  for (let round = 0; round < 12; round++) {
    const store = join(folder, `killed-${round}`)
    applyToStore(store, first, role)
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, store, second])
    const ended = once(child, 'exit')
    await Promise.race([once(child.stdout, 'data'), ended])
    await Promise.race([wait(round * 25), ended])
    child.kill('SIGKILL')
    await ended
    assert.ok(isSnapshotStore(store))
    const sequence = currentSnapshot(store)?.head.sequence ?? 0
    seen.add(sequence)
    assert.equal(appliedIn(store)?.head.sequence, sequence)
    if (sequence === 1) applyToStore(store, second, role)
    assert.equal(currentSnapshot(store)?.head.sequence, 2)
    assert.equal(readdirSync(store).filter((name) => /\.(?:idx|zst)$/.test(name)).length, 2)
  }
  assert.ok(seen.has(1), 'at least one was killed before it was done')
})
