import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { unguardedConcurrency } from './unguarded-concurrency.ts'

test('unguarded-concurrency fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(unguardedConcurrency, { components: [{ id: 'stack', concurrency: 'unguarded' }] }),
    ['components.stack'],
  )
})

test('unguarded-concurrency stays silent on a sound device', () => {
  const sound: DeviceParts = { components: [{ id: 'stack', concurrency: 'guarded' }, { id: 'unsaid' }] }
  assert.deepEqual(firing(unguardedConcurrency, sound), [])
  assert.deepEqual(silentOn(unguardedConcurrency, sound), ['components.stack', 'components.unsaid'])
})
