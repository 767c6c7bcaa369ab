import test from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import { generateHybridKey, publicHalf } from '@pericard/base/hybrid'
import { HistoryError } from './errors.ts'
import { emptyHistory, type Fact, type History, type HistoryHead, historyLines, readHistory } from './log.ts'

const [key, stranger] = [generateHybridKey(), generateHybridKey()]
const role = { keys: [publicHalf(key)], threshold: 1 }
const fact = (name: string): Fact => ({ kind: 'sbom', device: 'pump', name, sha256: 'a'.repeat(64) })
const batch = (history: History, at: number, ...names: string[]): string =>
  historyLines(names.map(fact), history, at, [key])
const first = batch(emptyHistory, 1, 'a', 'b')
const middle = readHistory(utf8(first), role)
const text = first + batch(middle, 2, 'c')
const whole = readHistory(utf8(text), role)
const lines = text.split('\n').slice(0, -1)

function codeOf(changed: string, kept?: HistoryHead): string {
  try {
    const { known } = readHistory(utf8(changed), role, kept)
    return known.map((entry) => ('name' in entry.fact ? entry.fact.name : '')).join('')
  } catch (error) {
    if (error instanceof HistoryError) return error.code
    throw error
  }
}
const joined = (list: readonly string[]): string => list.map((line) => `${line}\n`).join('')

test('a history gives its facts with their times, and a head to keep', () => {
  assert.deepEqual(
    whole.known.map(({ at }) => at),
    [1, 1, 2],
  )
  assert.equal(codeOf(text, middle.head), 'abc')
  assert.equal(codeOf(text, whole.head), 'abc')
  assert.deepEqual([whole.head.lines, whole.bytes, whole.unsigned], [5, text.length, 0])
})

test('a line that is taken out, moved, doubled or put in breaks the history', () => {
  for (const index of lines.keys()) {
    const rest = lines.filter((_, other) => other !== index)
    const gone = codeOf(joined(rest))
    // Without the last head its batch was never finished; nothing else may be missing.
    if (index === lines.length - 1) assert.equal(gone, 'ab')
    else assert.match(gone, /^HISTORY_/, `without line ${index + 1}`)
    for (const to of lines.keys()) {
      const moved = [...rest.slice(0, to), lines[index] ?? '', ...rest.slice(to)]
      if (to !== index)
        assert.match(codeOf(joined(moved)), /^HISTORY_|^ab$/, `line ${index + 1} at ${to + 1}`)
    }
    const doubled = [...lines.slice(0, index), lines[index] ?? '', ...lines.slice(index)]
    assert.match(codeOf(joined(doubled)), /^HISTORY_/)
  }
})

test('each changed character is refused, or leaves only what was signed before it', () => {
  const bytes = utf8(text)
  for (let at = 0; at < bytes.length; at += 11) {
    const bad = bytes.slice()
    bad[at] = (bad[at] ?? 0) ^ 1
    const changed = Buffer.from(bad).toString('latin1')
    assert.match(codeOf(changed), /^HISTORY_|^ab$|^$/, `byte ${at}`)
    assert.match(codeOf(changed, whole.head), /^HISTORY_/, `byte ${at} with a kept head`)
  }
})

test('a history cut at any length gives no more than was signed, and is refused by who kept its head', () => {
  for (let length = 0; length < text.length; length += 7) {
    const cut = text.slice(0, length)
    assert.equal(codeOf(cut), length < first.length ? '' : 'ab', `${length}`)
    assert.equal(codeOf(cut, whole.head), 'HISTORY_TRUNCATED', `${length}`)
  }
})

test('a history written anew by a stranger, or by us without what was kept, is refused', () => {
  const foreign = historyLines([fact('a')], emptyHistory, 1, [stranger])
  assert.equal(codeOf(foreign), 'HISTORY_FORGED')
  assert.equal(codeOf(batch(emptyHistory, 1, 'x') + '', middle.head), 'HISTORY_TRUNCATED')
})

test('a clock that was set back adds nothing', () => {
  assert.throws(() => batch(whole, 1, 'd'), { code: 'HISTORY_CLOCK_BACK' })
})
