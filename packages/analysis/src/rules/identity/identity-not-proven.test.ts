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
    { id: 'short', kind: 'password', password: { lengthMin: 7 } },
    { id: 'common', kind: 'password', password: { lengthMin: 12, badRefused: false } },
  ],
  controls: [
    { id: 'default-word', restsOn: restsOn('printed') },
    { id: 'fixed-word', restsOn: restsOn('built-in') },
    { id: 'label-key', restsOn: restsOn('from-label') },
    { id: 'short-word', restsOn: restsOn('short') },
    { id: 'common-word', restsOn: restsOn('common') },
    { id: 'certificate', restsOn: restsOn('own') },
    { id: 'asking', enforcement: { by: 'procedure' } },
  ],
  roles: [{ id: 'nurse' }],
} as const
const on = (id: string, authentication: readonly string[]) =>
  ({ id, to: 'app', reach: 'ward-network', commands: ['deliver'], authentication }) as const

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

test('identity-not-proven fires on a weak password that can be tried without end', () => {
  const interfaces = [on('a', ['short-word']), on('b', ['common-word'])]
  assert.deepEqual(firing(identityNotProven, { ...parts, interfaces }), ['interfaces.a', 'interfaces.b'])
})

test('identity-not-proven stays silent where tries are counted, at the device, and where nothing is at stake', () => {
  const interfaces = [
    { ...on('a', ['short-word']), attemptsMax: 5 },
    { ...on('b', []), roles: ['nurse'], reach: 'physical-port' },
    { ...on('c', ['default-word']), commands: [] },
  ] as const
  assert.deepEqual(firing(identityNotProven, { ...parts, interfaces }), [])
  const looked = ['interfaces.a', 'interfaces.b', 'interfaces.c']
  assert.deepEqual(silentOn(identityNotProven, { ...parts, interfaces }), looked)
})

test('identity-not-proven fires where a command is for a role and the way to it asks for nothing', () => {
  const command = { id: 'start', parameters: {}, roles: ['nurse'], confirm: 'none', states: [] } as const
  const functions = [{ id: 'deliver', component: 'app', commands: [command] }]
  assert.deepEqual(firing(identityNotProven, { ...parts, functions, interfaces: [on('a', [])] }), [
    'interfaces.a',
  ])
})
