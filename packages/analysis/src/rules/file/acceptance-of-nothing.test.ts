import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { acceptanceOfNothing } from './acceptance-of-nothing.ts'

test('acceptance-of-nothing fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(acceptanceOfNothing, { accepted: [{ id: 'a', finding: 'default-credential@keys.gone' }] }),
    ['accepted.a'],
  )
})

test('acceptance-of-nothing stays silent on a sound device', () => {
  const sound: DeviceParts = {
    keys: [{ id: 'here' }],
    accepted: [
      { id: 'a', finding: 'default-credential@keys.here' },
      { id: 'b', finding: 'ecg/disclosed' },
      { id: 'c', finding: 'logging-not-described@device' },
    ],
  }
  assert.deepEqual(firing(acceptanceOfNothing, sound), [])
  assert.deepEqual(silentOn(acceptanceOfNothing, sound), ['accepted.a', 'accepted.b', 'accepted.c'])
})
