import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { retentionNotStated } from './retention-not-stated.ts'

test('retention-not-stated fires once on the element that breaks it', () => {
  const hits = firing(retentionNotStated, { data: [{ id: 'ecg', keep: 'forever' }] })
  assert.deepEqual(hits, ['data.ecg'])
})

test('retention-not-stated stays silent on a sound device', () => {
  assert.deepEqual(
    firing(retentionNotStated, {
      data: [
        { id: 'ecg', keep: 1000 },
        { id: 'log', kind: 'log', keep: 'forever' },
      ],
    }),
    [],
  )
})
