import test from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import { openSealed, sealingKeyPair, sealTo } from './sealing.ts'

const aad = utf8('device 1:2')

test('openSealed() returns what sealTo() sealed', async () => {
  const { publicKey, privateKey } = await sealingKeyPair()
  const sealed = await sealTo(publicKey, utf8('a bundle'), aad)
  assert.deepEqual(await openSealed(privateKey, sealed, aad), utf8('a bundle'))
})

test('openSealed() refuses any flipped bit, another key and other additional data', async () => {
  const { publicKey, privateKey } = await sealingKeyPair()
  const sealed = await sealTo(publicKey, utf8('x'), aad)
  for (const part of ['enc', 'ct'] as const) {
    for (let bit = 0; bit < sealed[part].length * 8; bit++) {
      // X25519 ignores the top bit of a public key (RFC 7748, 5), but HPKE's key schedule covers the bytes.
      const bent = sealed[part].map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      await assert.rejects(
        openSealed(privateKey, { ...sealed, [part]: bent }, aad),
        { code: 'SEALING_FORGED' },
        `${part} ${bit}`,
      )
    }
  }
  const other = await sealingKeyPair()
  await assert.rejects(openSealed(other.privateKey, sealed, aad), { code: 'SEALING_FORGED' })
  await assert.rejects(openSealed(privateKey, sealed, utf8('device 1:3')), { code: 'SEALING_FORGED' })
})

test('sealTo() refuses what is not a public key', async () => {
  await assert.rejects(sealTo(new Uint8Array(5), utf8('x'), aad), { code: 'SEALING_KEY_BAD' })
})
