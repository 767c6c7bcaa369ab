import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { unencryptedPhiAtRest } from './unencrypted-phi-at-rest.ts'

test('unencrypted-phi-at-rest fires once on the element that breaks it', () => {
  const hits = firing(unencryptedPhiAtRest, {
    data: [{ id: 'ecg', at: ['disk'] }],
    components: [{ id: 'disk', storage: { media: 'internal', encryption: 'none' } }],
  })
  assert.deepEqual(hits, ['components.disk'])
})

test('unencrypted-phi-at-rest stays silent on a sound device', () => {
  assert.deepEqual(
    firing(unencryptedPhiAtRest, {
      data: [{ id: 'ecg', at: ['disk', 'ram'] }],
      components: [
        { id: 'disk', storage: { media: 'internal', encryption: 'vault' } },
        { id: 'ram' },
        { id: 'scratch', storage: { media: 'internal', encryption: 'none' } },
      ],
    }),
    [],
  )
})
