import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { authenticationByAddress } from './authentication-by-address.ts'

const parts = (authentication: readonly string[]) =>
  ({
    components: [{ id: 'app' }],
    controls: [
      { id: 'allow-list', factor: 'address' },
      { id: 'tls', factor: 'certificate' },
    ],
    interfaces: [{ id: 'link', to: 'app', reach: 'ward-network', authentication }],
  }) as const

test('authentication-by-address fires where the address is all that is asked for', () => {
  assert.deepEqual(firing(authenticationByAddress, parts(['allow-list'])), ['interfaces.link'])
})

test('authentication-by-address stays silent where a key is asked for too, and where there is nothing at all', () => {
  assert.deepEqual(silentOn(authenticationByAddress, parts(['allow-list', 'tls'])), ['interfaces.link'])
  assert.deepEqual(silentOn(authenticationByAddress, parts([])), ['interfaces.link'])
})
