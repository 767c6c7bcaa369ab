import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { doseInputUnprotected } from './dose-input-unprotected.ts'

test('dose-input-unprotected fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(doseInputUnprotected, {
      data: [{ id: 'glucose', kind: 'telemetry' }],
      functions: [{ id: 'f0', inputs: ['glucose'] }],
      interfaces: [{ id: 'radio', reach: 'wireless', carries: ['glucose'], protection: ['key'] }],
      controls: ['key'],
    }),
    ['functions.f0'],
  )
})

test('dose-input-unprotected stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'glucose', kind: 'telemetry' }],
    functions: [{ id: 'f0', inputs: ['glucose'] }, { id: 'f1' }],
    interfaces: [
      { id: 'radio', reach: 'wireless', carries: ['glucose'], protection: ['key'], authentication: ['key'] },
      { id: 'bus', carries: ['glucose'] },
    ],
    controls: ['key'],
  }
  assert.deepEqual(firing(doseInputUnprotected, sound), [])
  assert.deepEqual(silentOn(doseInputUnprotected, sound), ['functions.f0', 'functions.f1'])
})
