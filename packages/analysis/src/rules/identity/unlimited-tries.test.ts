import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { unlimitedTries } from './unlimited-tries.ts'

const parts = (attemptsMax?: number) =>
  ({
    components: [{ id: 'app' }],
    keys: [{ id: 'word', kind: 'password' }],
    controls: [
      { id: 'sign-in', restsOn: { soup: [], keys: ['word'], roles: [], controls: [] } },
      { id: 'tls', factor: 'certificate' },
    ],
    interfaces: [
      {
        id: 'web',
        to: 'app',
        reach: 'ward-network',
        authentication: ['sign-in'],
        ...(attemptsMax === undefined ? {} : { attemptsMax }),
      },
      { id: 'link', to: 'app', reach: 'ward-network', authentication: ['tls'] },
    ],
  }) as const

test('unlimited-tries fires where tries are not counted, and where 101 are allowed', () => {
  assert.deepEqual(firing(unlimitedTries, parts()), ['interfaces.web'])
  assert.deepEqual(firing(unlimitedTries, parts(101)), ['interfaces.web'])
})

test('unlimited-tries stays silent at 100 tries, and where nothing is guessed', () => {
  assert.deepEqual(silentOn(unlimitedTries, parts(100)), ['interfaces.web', 'interfaces.link'])
})
