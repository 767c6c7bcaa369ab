import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { incompletePathStatement } from './incomplete-path-statement.ts'

const whole = {
  reach: 'internet' as const,
  meantFor: 'internet' as const,
  authenticates: 'both-ends' as const,
  authorizes: 'each-request' as const,
  tellsStrangers: 'nothing' as const,
  errorDetail: 'code' as const,
  fails: 'closed' as const,
}

test('incomplete-path-statement fires once on each path that leaves something out', () => {
  const hits = firing(incompletePathStatement, {
    interfaces: [
      { id: 'bare', reach: 'internet' },
      { id: 'signed-in', ...whole, roles: ['nurse'] },
      { id: 'dormant', reach: 'physical-open', active: false },
    ],
  })
  assert.deepEqual(hits, ['interfaces.bare', 'interfaces.signed-in', 'interfaces.dormant'])
})

test('incomplete-path-statement stays silent on whole paths, and on those inside the device', () => {
  const sound = {
    interfaces: [
      { id: 'ehr', ...whole },
      { id: 'panel', ...whole, roles: ['nurse'], sessionRules: { idle: 60_000 } },
      { id: 'jtag', reach: 'physical-open' as const, meantFor: 'physical-open' as const, active: false },
      { id: 'bus' },
    ],
  }
  assert.deepEqual(firing(incompletePathStatement, sound), [])
  assert.deepEqual(silentOn(incompletePathStatement, sound), [
    'interfaces.ehr',
    'interfaces.panel',
    'interfaces.jtag',
    'interfaces.bus',
  ])
})
