import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { oneFactorFromAfar } from './one-factor-from-afar.ts'

const parts = (factors: number | undefined, reach: 'internet' | 'physical-port') =>
  ({
    components: [{ id: 'app' }],
    roles: [{ id: 'support', ...(factors === undefined ? {} : { factors }) }],
    interfaces: [{ id: 'link', to: 'app', reach, commands: ['deliver'], roles: ['support'] }],
  }) as const

test('one-factor-from-afar fires on a role that commands from the internet with one proof', () => {
  assert.deepEqual(firing(oneFactorFromAfar, parts(1, 'internet')), ['roles.support'])
})

test('one-factor-from-afar stays silent on two proofs, at the device, and where it is not stated', () => {
  assert.deepEqual(silentOn(oneFactorFromAfar, parts(2, 'internet')), ['roles.support'])
  assert.deepEqual(silentOn(oneFactorFromAfar, parts(1, 'physical-port')), ['roles.support'])
  assert.deepEqual(silentOn(oneFactorFromAfar, parts(undefined, 'internet')), ['roles.support'])
})
