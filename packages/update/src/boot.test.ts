import test from 'node:test'
import assert from 'node:assert/strict'
import { decideBoot, otherSlot } from './boot.ts'
import { parseBoot } from './adapters/files.ts'

test('decideBoot() starts the active slot where none is on trial, and changes nothing', () => {
  assert.deepEqual(decideBoot({ v: 1, active: 'b' }), { slot: 'b', next: { v: 1, active: 'b' } })
})

test('decideBoot() counts a start before it happens, and goes back when there are none left', () => {
  let state = parseBoot(Buffer.from('{"v":1,"active":"a","trial":{"slot":"b","startsLeft":2}}'))
  const slots: string[] = []
  for (let start = 0; start < 4; start++) {
    const { slot, next } = decideBoot(state)
    slots.push(slot)
    state = next
  }
  assert.deepEqual(slots, ['b', 'b', 'a', 'a'])
  assert.deepEqual(state, { v: 1, active: 'a' })
  assert.equal(otherSlot('a'), 'b')
})

test('parseBoot() refuses boot control that is cut anywhere', () => {
  const text = '{"v":1,"active":"a","trial":{"slot":"b","startsLeft":2}}'
  for (let length = 0; length < text.length; length++)
    assert.throws(() => parseBoot(Buffer.from(text.slice(0, length))), { code: 'UPDATE_FORMAT' })
  assert.throws(() => parseBoot(Buffer.from(text.replace('2', '256'))), { code: 'UPDATE_FORMAT' })
})
