import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { unauditedCapability } from './unaudited-capability.ts'

test('unaudited-capability fires once on the element that breaks it', () => {
  const hits = firing(unauditedCapability, {
    monitoring: [{ id: 'live-view', audited: false, allows: ['read-phi'] }],
  })
  assert.deepEqual(hits, ['monitoring.live-view'])
})

test('unaudited-capability stays silent on a sound device', () => {
  assert.deepEqual(
    firing(unauditedCapability, { monitoring: [{ id: 'live-view', allows: ['read-phi'] }] }),
    [],
  )
})
