import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { needsTheNetwork } from './needs-the-network.ts'

test('needs-the-network fires on the element that breaks it', () => {
  assert.deepEqual(firing(needsTheNetwork, { functions: [{ id: 'f0', withoutNetwork: 'stops' }] }), [
    'functions.f0',
  ])
})

test('needs-the-network stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      { id: 'f0', withoutNetwork: 'goes-on' },
      { id: 'f1', withoutNetwork: 'degrades' },
      { id: 'f2' },
    ],
  }
  assert.deepEqual(firing(needsTheNetwork, sound), [])
  assert.deepEqual(silentOn(needsTheNetwork, sound), ['functions.f0', 'functions.f1', 'functions.f2'])
})
