import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { namesWhereAPseudonymWouldDo } from './names-where-a-pseudonym-would-do.ts'

test('names-where-a-pseudonym-would-do fires on the element that breaks it', () => {
  assert.deepEqual(firing(namesWhereAPseudonymWouldDo, { data: [{ id: 'd0', identifies: 'person' }] }), [
    'data.d0',
  ])
})

test('names-where-a-pseudonym-would-do stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [
      { id: 'd0', identifies: 'pseudonym' },
      { id: 'd1', identifies: 'person', neededBy: ['nurse'] },
      { id: 'd2' },
    ],
  }
  assert.deepEqual(firing(namesWhereAPseudonymWouldDo, sound), [])
  assert.deepEqual(silentOn(namesWhereAPseudonymWouldDo, sound), ['data.d0', 'data.d1', 'data.d2'])
})
