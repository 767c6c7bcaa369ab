import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { noLocalStop } from './no-local-stop.ts'

test('no-local-stop fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(noLocalStop, {
      functions: [
        { id: 'f0', localStop: 'none' },
        { id: 'f1', localStop: 'software' },
      ],
    }),
    ['functions.f0', 'functions.f1'],
  )
})

test('no-local-stop stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      { id: 'f0', localStop: 'hardware' },
      { id: 'f1' },
      { id: 'f2', localStop: 'none', harm: 'minor' },
    ],
  }
  assert.deepEqual(firing(noLocalStop, sound), [])
  assert.deepEqual(silentOn(noLocalStop, sound), ['functions.f0', 'functions.f1', 'functions.f2'])
})
