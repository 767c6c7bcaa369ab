import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { errorTellsInternals } from './error-tells-internals.ts'

test('error-tells-internals fires on the element that breaks it', () => {
  assert.deepEqual(firing(errorTellsInternals, { interfaces: [{ id: 'web', errorDetail: 'internals' }] }), [
    'interfaces.web',
  ])
})

test('error-tells-internals stays silent on a sound device', () => {
  const sound: DeviceParts = { interfaces: [{ id: 'web', errorDetail: 'code' }, { id: 'unsaid' }] }
  assert.deepEqual(firing(errorTellsInternals, sound), [])
  assert.deepEqual(silentOn(errorTellsInternals, sound), ['interfaces.web', 'interfaces.unsaid'])
})
