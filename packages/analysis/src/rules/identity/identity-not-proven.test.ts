import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { identityNotProven } from './identity-not-proven.ts'

const restsOn = (key: string) => ({ soup: [], keys: [key], roles: [], controls: [] })
const parts = {
  components: [{ id: 'app' }],
  keys: [
    { id: 'printed', kind: 'password', default: true },
    { id: 'built-in', kind: 'password', scope: 'model', storedBy: 'firmware' },
    { id: 'from-label', made: 'from-serial-number' },
    { id: 'own', kind: 'private' },
  ],
  controls: [
    { id: 'default-word', restsOn: restsOn('printed') },
    { id: 'fixed-word', restsOn: restsOn('built-in') },
    { id: 'label-key', restsOn: restsOn('from-label') },
    { id: 'certificate', restsOn: restsOn('own') },
    { id: 'asking', enforcement: { by: 'procedure' } },
  ],
  roles: [{ id: 'nurse' }],
} as const
const on = (id: string, authentication: readonly string[]) =>
  ({ id, to: 'app', reach: 'ward-network', authentication }) as const

test('identity-not-proven fires where the proof is known to others, a mere procedure, denied or missing', () => {
  const interfaces = [
    on('a', ['default-word']),
    on('b', ['fixed-word', 'label-key']),
    on('c', ['asking']),
    { ...on('d', ['certificate']), authenticates: 'neither' },
    { ...on('e', []), roles: ['nurse'] },
  ] as const
  const all = ['interfaces.a', 'interfaces.b', 'interfaces.c', 'interfaces.d', 'interfaces.e']
  assert.deepEqual(firing(identityNotProven, { ...parts, interfaces }), all)
})

test('identity-not-proven stays silent where one sound proof is among them, and where nobody claims anything', () => {
  const interfaces = [on('a', ['default-word', 'certificate']), on('b', [])]
  assert.deepEqual(firing(identityNotProven, { ...parts, interfaces }), [])
  assert.deepEqual(silentOn(identityNotProven, { ...parts, interfaces }), ['interfaces.a', 'interfaces.b'])
})
