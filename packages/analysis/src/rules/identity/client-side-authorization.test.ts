import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { clientSideAuthorization } from './client-side-authorization.ts'

type Where = 'each-request' | 'sign-in' | 'client-side' | 'nowhere'
const parts = (authorizes?: Where) => ({
  components: [{ id: 'app' }],
  interfaces: [
    {
      id: 'web',
      to: 'app',
      reach: 'ward-network' as const,
      ...(authorizes === undefined ? {} : { authorizes }),
    },
  ],
})

test('client-side-authorization fires where the caller decides', () => {
  assert.deepEqual(firing(clientSideAuthorization, parts('client-side')), ['interfaces.web'])
})

test('client-side-authorization stays silent where it is decided elsewhere, and where that is not stated', () => {
  for (const sound of ['each-request', 'sign-in', 'nowhere', undefined] as const)
    assert.deepEqual(silentOn(clientSideAuthorization, parts(sound)), ['interfaces.web'])
})
