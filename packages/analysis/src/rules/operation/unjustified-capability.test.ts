import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { unjustifiedCapability } from './unjustified-capability.ts'

test('unjustified-capability fires once on the element that breaks it', () => {
  const hits = firing(unjustifiedCapability, { diagnostics: [{ id: 'shell', risk: undefined as never }] })
  assert.deepEqual(hits, ['diagnostics.shell'])
})

test('unjustified-capability stays silent on a sound device', () => {
  assert.deepEqual(firing(unjustifiedCapability, { diagnostics: [{ id: 'shell' }] }), [])
})
