import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { controlNobodyEnforces } from './control-nobody-enforces.ts'

const now = Date.UTC(2026, 0, 1)

test('control-nobody-enforces fires once on the element that breaks it', () => {
  const hits = controlNobodyEnforces.check(
    device({ controls: [{ id: 'tls', enforcement: { by: 'nobody' } }] }),
    now,
  )
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['controls.tls'],
  )
})

test('control-nobody-enforces stays silent on a sound device', () => {
  assert.deepEqual(controlNobodyEnforces.check(device({ controls: ['tls'] }), now), [])
})
