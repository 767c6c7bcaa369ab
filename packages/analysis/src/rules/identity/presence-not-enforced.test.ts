import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { presenceNotEnforced } from './presence-not-enforced.ts'

const usb = { id: 'usb', to: 'app', reach: 'physical-port' } as const
const menu = { id: 'menu', interface: 'usb', access: 'physical-presence' } as const
const controls = [
  { id: 'button', factor: 'physical-presence' },
  { id: 'cover', kind: 'physical' },
  'pin',
] as const

test('presence-not-enforced fires where a cable and a PIN are enough', () => {
  const interfaces = [{ ...usb, authentication: ['pin'] }]
  assert.deepEqual(firing(presenceNotEnforced, { controls, interfaces, diagnostics: [menu] }), [
    'diagnostics.menu',
  ])
})

test('presence-not-enforced stays silent with a button, under a cover, inside the case, and leaves remote ones out', () => {
  for (const [way, capability] of [
    [usb, { ...menu, approvedBy: ['button'] }],
    [{ ...usb, closedBy: ['cover'] }, menu],
    [{ ...usb, reach: 'physical-open' }, menu],
  ] as const)
    assert.deepEqual(
      silentOn(presenceNotEnforced, { controls, interfaces: [way], diagnostics: [capability] }),
      ['diagnostics.menu'],
    )
  assert.deepEqual(
    silentOn(presenceNotEnforced, { interfaces: [usb], diagnostics: [{ ...menu, access: 'remote' }] }),
    [],
  )
})
