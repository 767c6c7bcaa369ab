import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
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
      controls: ['gate'],
    }),
    [],
  )
})

test('function-without-envelope fires where the control that is named is enforced by nobody', () => {
  const promise: DeviceParts = {
    functions: [{ id: 'f0', envelopeBy: 'promise' }],
    controls: [{ id: 'promise', enforcement: { by: 'nobody' } }],
  }
  assert.deepEqual(firing(functionWithoutEnvelope, promise), ['functions.f0'])
})
