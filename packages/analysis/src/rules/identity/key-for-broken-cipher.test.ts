import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { keyForBrokenCipher } from './key-for-broken-cipher.ts'

test('key-for-broken-cipher fires on DES, triple DES in any mode, RC4 and XOR', () => {
  for (const algorithm of ['des', '3DES-CBC', 'rc4', 'xor'])
    assert.deepEqual(firing(keyForBrokenCipher, { keys: [{ id: 'disk', algorithm }] }), ['keys.disk'])
})

test('key-for-broken-cipher stays silent on ciphers that hold, and where none is stated', () => {
  for (const algorithm of ['aes-256-gcm', 'chacha20-poly1305', 'ecdsa-p256', 'xchacha20'])
    assert.deepEqual(silentOn(keyForBrokenCipher, { keys: [{ id: 'disk', algorithm }] }), ['keys.disk'])
  assert.deepEqual(silentOn(keyForBrokenCipher, { keys: [{ id: 'disk' }] }), ['keys.disk'])
})
