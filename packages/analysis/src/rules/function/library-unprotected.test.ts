import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { libraryUnprotected } from './library-unprotected.ts'

test('library-unprotected fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(libraryUnprotected, {
      data: [{ id: 'drugs', kind: 'configuration' }],
      functions: [{ id: 'f0', library: 'drugs' }],
    }),
    ['functions.f0'],
  )
})

test('library-unprotected stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'drugs', kind: 'configuration', integrityBy: ['signature'] }],
    functions: [{ id: 'f0', library: 'drugs' }, { id: 'f1' }],
    controls: ['signature'],
  }
  assert.deepEqual(firing(libraryUnprotected, sound), [])
  assert.deepEqual(silentOn(libraryUnprotected, sound), ['functions.f0', 'functions.f1'])
})

test('library-unprotected fires where the control that is named is enforced by nobody', () => {
  const promise: DeviceParts = {
    data: [{ id: 'drugs', kind: 'configuration', integrityBy: ['promise'] }],
    functions: [{ id: 'f0', library: 'drugs' }],
    controls: [{ id: 'promise', enforcement: { by: 'nobody' } }],
  }
  assert.deepEqual(firing(libraryUnprotected, promise), ['functions.f0'])
})
