import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { controlNobodyEnforces } from './control-nobody-enforces.ts'

test('control-nobody-enforces fires once on the element that breaks it', () => {
  const hits = firing(controlNobodyEnforces, { controls: [{ id: 'tls', enforcement: { by: 'nobody' } }] })
  assert.deepEqual(hits, ['controls.tls'])
})

test('control-nobody-enforces stays silent on a sound device', () => {
  assert.deepEqual(firing(controlNobodyEnforces, { controls: ['tls'] }), [])
})
