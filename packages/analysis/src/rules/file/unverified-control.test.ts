import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { unverifiedControl } from './unverified-control.ts'

test('unverified-control fires once on the element that breaks it', () => {
  const hits = firing(unverifiedControl, { controls: [{ id: 'tls', probes: [] }] })
  assert.deepEqual(hits, ['controls.tls'])
})

test('unverified-control stays silent on a sound device', () => {
  assert.deepEqual(
    firing(unverifiedControl, {
      controls: ['tls', { id: 'sign', probes: [], enforcement: { by: 'nobody' } }],
    }),
    [],
  )
})
