import test from 'node:test'
import assert from 'node:assert/strict'
import { canonicalJson, utf8 } from '@pericard/base'
import { generateHybridKey, publicHalf } from '@pericard/base/hybrid'
import fc from 'fast-check'
import {
  changesBetween,
  changesOf,
  contentBytes,
  contentOf,
  deltaBytes,
  linesOf,
  withChanges,
} from './content.ts'
import { SnapshotError } from './errors.ts'
import { type Applied, applySnapshot, buildSnapshot, openSnapshot } from './file.ts'
import { snapshotLimits } from './limits.ts'

const [key, second, stranger] = [generateHybridKey(), generateHybridKey(), generateHybridKey()]
const role = { keys: [publicHalf(key)], threshold: 1 }
const record = (id: string, summary = 'x'): object => ({
  id,
  modified: '2026-01-01T00:00:00Z',
  summary,
  affected: [],
})
const firstLines = contentOf([{ name: 'osv', records: [record('A'), record('B'), record('ü😀')] }])
const secondLines = contentOf([{ name: 'osv', records: [record('A', 'other'), record('ü😀'), record('C')] }])
const sources = [{ name: 'osv', records: 3, fetched: '2026-01-02T00:00:00Z' }]
const full = buildSnapshot({ sequence: 1, at: 0, sources, lines: firstLines }, [key])
const first = applySnapshot(openSnapshot(full, role), undefined)
const delta = buildSnapshot({ sequence: 2, at: 1, sources, lines: secondLines, base: first }, [key])

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof SnapshotError) return error.code
    throw error
  }
  return 'taken'
}

test('a full snapshot and a delta on it give back the records', () => {
  assert.deepEqual(first.lines, firstLines)
  const opened = openSnapshot(delta, role)
  assert.deepEqual(opened.head.base, { sequence: 1, sha256: first.head.content.sha256 })
  assert.deepEqual(applySnapshot(opened, first).lines, secondLines)
})

test('equal input gives equal bytes but for the signatures, in whatever order the records came', () => {
  const shuffled = contentOf([
    { name: 'osv', records: [record('ü😀'), record('B'), record('A'), record('A')] },
  ])
  const again = buildSnapshot({ sequence: 1, at: 0, sources, lines: shuffled }, [key])
  const signed = (bytes: Uint8Array): Uint8Array => {
    const signatures = utf8(canonicalJson(openSnapshot(bytes, role).signatures))
    return bytes.subarray(16, bytes.length - signatures.length)
  }
  assert.deepEqual(signed(again), signed(full))
})

test('each flipped bit of a snapshot is refused', () => {
  // The base64 of an ML-DSA signature is 4 kB of the same kind of bytes; each fifth of them is flipped.
  for (let at = 0; at < full.length; at += at < full.length - 4000 ? 1 : 5) {
    for (let bit = 0; bit < 8; bit++) {
      const bad = full.slice()
      bad[at] = (bad[at] ?? 0) ^ (1 << bit)
      const code = codeOf(() => openSnapshot(bad, role))
      assert.ok(code.startsWith('SNAPSHOT_'), `byte ${at}, bit ${bit}: ${code}`)
    }
  }
})

test('a snapshot cut at any length, or with more behind it, is refused', () => {
  for (let length = 0; length < delta.length; length++)
    assert.notEqual(
      codeOf(() => openSnapshot(delta.subarray(0, length), role)),
      'taken',
      `${length}`,
    )
  const longer = new Uint8Array(full.length + 1)
  longer.set(full)
  assert.notEqual(
    codeOf(() => openSnapshot(longer, role)),
    'taken',
  )
})

test('signatures of strangers, or of fewer keys than wanted, are refused', () => {
  const input = { sequence: 1, at: 0, sources, lines: firstLines }
  const code = (keys: readonly (typeof key)[], wanted: typeof role): string =>
    codeOf(() => openSnapshot(buildSnapshot(input, keys), wanted))
  const two = { keys: [publicHalf(key), publicHalf(second)], threshold: 2 }
  assert.equal(code([stranger], role), 'SNAPSHOT_FORGED')
  assert.equal(code([], role), 'SNAPSHOT_FORGED')
  assert.equal(code([key, key], two), 'SNAPSHOT_FORGED')
  assert.equal(code([key, second], two), 'taken')
})

test('one that is not newer, a delta on another base, and records that differ are refused', () => {
  assert.equal(
    codeOf(() => applySnapshot(openSnapshot(full, role), first)),
    'SNAPSHOT_OLD',
  )
  const earlier = buildSnapshot({ sequence: 9, at: -1, sources, lines: firstLines }, [key])
  assert.equal(
    codeOf(() => applySnapshot(openSnapshot(earlier, role), first)),
    'SNAPSHOT_OLD',
  )
  const opened = openSnapshot(delta, role)
  assert.equal(
    codeOf(() => applySnapshot(opened, undefined)),
    'SNAPSHOT_WRONG_BASE',
  )
  const other: Applied = {
    head: { ...first.head, content: { ...first.head.content, sha256: '0'.repeat(64) } },
    lines: firstLines,
  }
  assert.equal(
    codeOf(() => applySnapshot(opened, other)),
    'SNAPSHOT_WRONG_BASE',
  )
  assert.equal(
    codeOf(() => applySnapshot(opened, { head: first.head, lines: secondLines })),
    'SNAPSHOT_WRONG_BASE',
  )
  const body = contentBytes(secondLines)
  assert.equal(
    codeOf(() => applySnapshot({ ...openSnapshot(full, role), body }, undefined)),
    'SNAPSHOT_ALTERED',
  )
  assert.equal(
    codeOf(() => buildSnapshot({ sequence: 1, at: 1, sources, lines: secondLines, base: first }, [key])),
    'SNAPSHOT_OLD',
  )
})

test('sizes above the limits are refused before anything is unpacked', () => {
  const huge = { length: snapshotLimits.fileBytesMax + 1 } as Uint8Array
  assert.equal(
    codeOf(() => openSnapshot(huge, role)),
    'SNAPSHOT_TOO_LARGE',
  )
  const wide = full.slice()
  new DataView(wide.buffer).setUint32(8, snapshotLimits.headBytesMax + 1, true)
  assert.equal(
    codeOf(() => openSnapshot(wide, role)),
    'SNAPSHOT_FORMAT',
  )
})

test('the changes between any two contents lead from one to the other, and to no third', () => {
  const lines = fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 8 }), { maxLength: 12 })
  fc.assert(
    fc.property(lines, lines, (from, to) => {
      const contents = [from, to].map((ids) =>
        contentOf([{ name: 'f', records: ids.map((id) => record(id)) }]),
      )
      const [before = [], after = []] = contents
      const changes = changesOf(deltaBytes(changesBetween(before, after)))
      assert.deepEqual(withChanges(before, changes), after)
      assert.deepEqual(linesOf(contentBytes(after)), after)
      if (changes.gone.length + changes.added.length > 0)
        assert.equal(
          codeOf(() => withChanges(after, changes)),
          'SNAPSHOT_WRONG_BASE',
        )
    }),
  )
})
