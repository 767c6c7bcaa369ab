import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { phiWithoutPurpose } from './phi-without-purpose.ts'

test('phi-without-purpose fires once on the element that breaks it', () => {
  const hits = firing(phiWithoutPurpose, { data: [{ id: 'ecg', why: ' ' }] })
  assert.deepEqual(hits, ['data.ecg'])
})

test('phi-without-purpose stays silent on a sound device', () => {
  assert.deepEqual(
    firing(phiWithoutPurpose, {
      data: [
        { id: 'ecg', why: 'the clinician reviews it' },
        { id: 'log', kind: 'log', why: '' },
      ],
    }),
    [],
  )
})
