import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { privateKeyInTwoPlaces } from './private-key-in-two-places.ts'

const components = [
  { id: 'courier', host: 'board' },
  { id: 'keeper', host: 'board' },
  { id: 'server', external: true },
] as const

test('private-key-in-two-places fires on a private key that the server has too', () => {
  const keys = [{ id: 'tls', kind: 'private', at: ['courier', 'server'] }] as const
  assert.deepEqual(firing(privateKeyInTwoPlaces, { components, keys }), ['keys.tls'])
})

test('private-key-in-two-places stays silent on one computer, and on symmetric keys, which two must have', () => {
  const keys = [
    { id: 'tls', kind: 'private', at: ['courier', 'keeper'] },
    { id: 'shared', kind: 'symmetric', at: ['courier', 'server'] },
  ] as const
  assert.deepEqual(firing(privateKeyInTwoPlaces, { components, keys }), [])
  assert.deepEqual(silentOn(privateKeyInTwoPlaces, { components, keys }), ['keys.tls'])
})
