import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { keysInPlainFlash } from './keys-in-plain-flash.ts'

test('keys-in-plain-flash fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(keysInPlainFlash, {
      hosts: [{ id: 'h0', keyStorage: 'flash' }],
      components: [{ id: 'app', host: 'h0' }],
      keys: [{ id: 'tls', kind: 'private', storedBy: 'file', at: ['app'] }],
    }),
    ['hosts.h0'],
  )
})

test('keys-in-plain-flash stays silent on a sound device', () => {
  const sound: DeviceParts = {
    hosts: [
      { id: 'h0', keyStorage: 'tpm' },
      { id: 'h1', keyStorage: 'none' },
      { id: 'h2', keyStorage: 'flash' },
    ],
    components: [
      { id: 'app', host: 'h0' },
      { id: 'vaulted', host: 'h2' },
    ],
    keys: [
      { id: 'tls', kind: 'private', storedBy: 'file', at: ['app'] },
      { id: 'sealed', kind: 'private', storedBy: 'vault', at: ['vaulted'] },
    ],
  }
  assert.deepEqual(firing(keysInPlainFlash, sound), [])
  assert.deepEqual(silentOn(keysInPlainFlash, sound), ['hosts.h0', 'hosts.h1', 'hosts.h2'])
})
