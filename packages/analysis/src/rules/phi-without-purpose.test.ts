import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { phiWithoutPurpose } from './phi-without-purpose.ts'

const now = Date.UTC(2026, 0, 1)

test('phi-without-purpose fires once on the element that breaks it', () => {
  const hits = phiWithoutPurpose.check(device({ data: [{ id: 'ecg', why: ' ' }] }), now)
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['data.ecg'],
  )
})

test('phi-without-purpose stays silent on a sound device', () => {
  assert.deepEqual(
    phiWithoutPurpose.check(
      device({
        data: [
          { id: 'ecg', why: 'the clinician reviews it' },
          { id: 'log', kind: 'log', why: '' },
        ],
      }),
      now,
    ),
    [],
  )
})
