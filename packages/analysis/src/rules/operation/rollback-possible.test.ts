import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { rollbackPossible } from './rollback-possible.ts'

test('rollback-possible fires once on the element that breaks it', () => {
  const hits = firing(rollbackPossible, { updates: [{ id: 'firmware', rollbackProtected: false }] })
  assert.deepEqual(hits, ['updates.firmware'])
})

test('rollback-possible stays silent on a sound device', () => {
  assert.deepEqual(firing(rollbackPossible, { updates: [{ id: 'firmware' }] }), [])
})
