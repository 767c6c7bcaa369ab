import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../test/device.ts'
import { cuts } from '../../test/depths.ts'

const parts: DeviceParts = {
  components: [{ id: 'store' }],
  data: [{ id: 'ecg', at: ['store'] }],
  keys: [{ id: 'birth-key', storedBy: 'tpm', at: ['store'] }],
  controls: ['wiping', 'two-persons'],
}

test('data left at the end of life is open to the next owner unless something wipes it', () => {
  const stage = { id: 'resale', stage: 'decommissioning' as const, data: ['ecg'] }
  assert.deepEqual(cuts({ ...parts, stages: [stage] }, 'ecg', 'disclosed'), ['open'])
  const wiped = { ...stage, protectedBy: ['wiping'] }
  assert.deepEqual(cuts({ ...parts, stages: [wiped] }, 'ecg', 'disclosed'), ['control:wiping'])
  assert.deepEqual(cuts(parts, 'ecg', 'disclosed'), ['none'])
})

test('keys and software at hand in the factory are the supplier’s unless something stops them', () => {
  const stage = { id: 'line', stage: 'manufacturing' as const, keys: ['birth-key'], components: ['store'] }
  assert.deepEqual(cuts({ ...parts, stages: [stage] }, 'birth-key', 'disclosed'), ['open'])
  const guarded = { ...stage, protectedBy: ['two-persons'] }
  assert.deepEqual(cuts({ ...parts, stages: [guarded] }, 'birth-key', 'disclosed'), ['control:two-persons'])
  assert.deepEqual(cuts({ ...parts, stages: [guarded] }, 'ecg', 'altered'), ['control:two-persons'])
})

test('a thief who mends nothing has nothing from the workshop', () => {
  const stage = { id: 'repair', stage: 'service' as const, data: ['ecg'], protectedBy: ['two-persons'] }
  assert.deepEqual(cuts({ ...parts, stages: [stage] }, 'ecg', 'disclosed'), ['control:two-persons'])
})
