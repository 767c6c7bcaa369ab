import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { shellAsAdministrator } from './shell-as-administrator.ts'

const support = { id: 'support', at: 'service', allows: ['shell'] } as const

test('shell-as-administrator fires on a shell at a component with all rights', () => {
  for (const privileges of ['administrator', 'kernel'] as const)
    assert.deepEqual(
      firing(shellAsAdministrator, { components: [{ id: 'service', privileges }], diagnostics: [support] }),
      ['diagnostics.support'],
    )
})

test('shell-as-administrator stays silent on a user, where that is not stated, and looks at shells only', () => {
  for (const component of [{ id: 'service', privileges: 'user' }, { id: 'service' }] as const)
    assert.deepEqual(silentOn(shellAsAdministrator, { components: [component], diagnostics: [support] }), [
      'diagnostics.support',
    ])
  const reading = { ...support, allows: ['read-logs'] } as const
  assert.deepEqual(silentOn(shellAsAdministrator, { diagnostics: [reading] }), [])
})
