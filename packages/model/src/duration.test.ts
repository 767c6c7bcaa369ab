import test from 'node:test'
import assert from 'node:assert/strict'
import { parseDuration } from './duration.ts'

test('parseDuration() knows every unit and nothing else', () => {
  assert.deepEqual(
    ['500ms', '2s', '15m', '72h', '30d', '2w', '1y'].map(parseDuration),
    [500, 2_000, 900_000, 259_200_000, 2_592_000_000, 1_209_600_000, 31_536_000_000],
  )
  for (const text of ['', '0h', '-1h', '1.5h', '72', '72 h', '1H', '1234567d', 'forever'])
    assert.equal(parseDuration(text), undefined, text)
})
