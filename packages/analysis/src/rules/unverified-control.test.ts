import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { unverifiedControl } from './unverified-control.ts'

const now = Date.UTC(2026, 0, 1)

test('unverified-control fires once on the element that breaks it', () => {
  const hits = unverifiedControl.check(device({ controls: [{ id: 'tls', probes: [] }] }), now)
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['controls.tls'],
  )
})

test('unverified-control stays silent on a sound device', () => {
  assert.deepEqual(
    unverifiedControl.check(
      device({ controls: ['tls', { id: 'sign', probes: [], enforcement: { by: 'nobody' } }] }),
      now,
    ),
    [],
  )
})
