import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { functionWithoutEnvelope } from './function-without-envelope.ts'

test('function-without-envelope fires once on the element that breaks it', () => {
  const hits = firing(functionWithoutEnvelope, { functions: [{ id: 'deliver' }] })
  assert.deepEqual(hits, ['functions.deliver'])
})

test('function-without-envelope stays silent on a sound device', () => {
  assert.deepEqual(
    firing(functionWithoutEnvelope, {
      functions: [
        { id: 'deliver', envelopeBy: 'gate' },
        { id: 'lamp', harm: 'negligible' },
      ],
    }),
    [],
  )
})
