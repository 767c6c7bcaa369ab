import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../test/device.ts'
import { cuts } from '../../test/depths.ts'

const stolen: DeviceParts = {
  components: [{ id: 'store', host: 'board', storage: { media: 'internal', encryption: 'vault' } }],
  data: [{ id: 'ecg', at: ['store'] }],
  keys: [
    { id: 'chip-share', kind: 'share', storedBy: 'tpm', at: ['store'] },
    { id: 'fleet-share', kind: 'share', storedBy: 'fleet', at: ['store'], releasedBy: ['theft-report'] },
  ],
  vault: { unlock: ['chip-share', 'fleet-share'] },
  controls: ['seal', 'memory-lock', 'verified-boot', 'theft-report'],
}

test('a device stolen running gives its memory to whoever gets past its case and its memory protection', () => {
  const hosts = [{ id: 'board', caseBy: ['seal'], memoryBy: ['memory-lock'], bootBy: ['verified-boot'] }]
  assert.deepEqual(cuts({ ...stolen, hosts }, 'ecg', 'disclosed').slice(0, 2), [
    'control:memory-lock + control:seal',
    'control:seal + control:verified-boot',
  ])
  assert.deepEqual(cuts({ ...stolen, hosts: [{ id: 'board' }] }, 'ecg', 'disclosed'), ['open'])
})

test('a host that is not described adds no way in', () => {
  assert.deepEqual(cuts(stolen, 'ecg', 'disclosed'), ['key:chip-share + key:fleet-share'])
})

test('a device stolen without power has to be released by the fleet before its memory holds anything', () => {
  const bare = { id: 'board', power: 'mains' as const, caseBy: ['seal'], bootBy: ['verified-boot'] }
  const thief = cuts({ ...stolen, hosts: [{ ...bare, memoryBy: ['memory-lock'] }] }, 'ecg', 'disclosed')
  // The insider finds it running where it stands, so the pair without the report stays.
  assert.ok(thief.includes('control:memory-lock + control:seal'))
  const keys = [{ id: 'only', kind: 'share' as const, storedBy: 'operator' as const, at: ['store'] }]
  const passphrase = { ...stolen, keys, vault: { unlock: ['only'] } }
  assert.deepEqual(cuts({ ...passphrase, hosts: [bare] }, 'ecg', 'disclosed'), ['control:seal', 'key:only'])
})

test('software changed on the medium takes over its component unless something checks it before it starts', () => {
  const parts: DeviceParts = {
    components: [{ id: 'motor', host: 'board' }],
    functions: [{ id: 'pump', component: 'motor', imageBy: 'image-check' }],
    controls: ['verified-boot', 'image-check'],
  }
  assert.deepEqual(cuts({ ...parts, hosts: [{ id: 'board' }] }, 'pump', 'commanded'), ['open'])
  const hosts = [{ id: 'board', bootBy: ['verified-boot'] }]
  assert.deepEqual(cuts({ ...parts, hosts }, 'pump', 'commanded'), ['control:verified-boot'])
  assert.deepEqual(cuts({ ...parts, hosts }, 'pump', 'altered'), [
    'control:image-check + control:verified-boot',
  ])
})

test('a key that all devices share is read in a device that was bought, one of its own is not', () => {
  const parts: DeviceParts = {
    hosts: [{ id: 'board', memoryBy: ['memory-lock'], bootBy: ['verified-boot'] }],
    components: [{ id: 'radio', host: 'board' }],
    controls: ['memory-lock', 'verified-boot'],
  }
  const shared = { id: 'psk', scope: 'model' as const, storedBy: 'vault' as const, at: ['radio'] }
  assert.deepEqual(cuts({ ...parts, keys: [shared] }, 'psk', 'disclosed'), [
    'control:memory-lock',
    'control:verified-boot',
  ])
  const inChip = { ...shared, storedBy: 'tpm' as const }
  assert.deepEqual(cuts({ ...parts, keys: [inChip] }, 'psk', 'disclosed'), ['none'])
})

test('with a threshold each set of shares that suffices is a way of its own', () => {
  const keys = ['a', 'b', 'c'].map((id) => ({ id, kind: 'share' as const, at: ['store'] }))
  const parts: DeviceParts = { ...stolen, keys }
  const twoOf = { ...parts, vault: { unlock: ['a', 'b', 'c'], threshold: 2 } }
  assert.deepEqual(cuts(twoOf, 'ecg', 'disclosed'), ['key:a + key:b', 'key:a + key:c', 'key:b + key:c'])
  assert.deepEqual(cuts({ ...parts, vault: { unlock: ['a', 'b', 'c'] } }, 'ecg', 'disclosed'), [
    'key:a + key:b + key:c',
  ])
})
