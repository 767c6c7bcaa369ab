import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { functionWithoutEnvelope } from './function-without-envelope.ts'

const now = Date.UTC(2026, 0, 1)

test('function-without-envelope fires once on the element that breaks it', () => {
  const hits = functionWithoutEnvelope.check(device({ functions: [{ id: 'deliver' }] }), now)
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['functions.deliver'],
  )
})

test('function-without-envelope stays silent on a sound device', () => {
  assert.deepEqual(
    functionWithoutEnvelope.check(
      device({
        functions: [
          { id: 'deliver', envelopeBy: 'gate' },
          { id: 'lamp', harm: 'negligible' },
        ],
      }),
      now,
    ),
    [],
  )
})
