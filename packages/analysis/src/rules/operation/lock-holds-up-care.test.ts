import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { lockHoldsUpCare } from './lock-holds-up-care.ts'

const shared = {
  functions: [{ id: 'pump' }],
  roles: [
    { id: 'nurse', kind: 'clinician' },
    { id: 'doctor', kind: 'clinician', emergency: true },
    { id: 'service', kind: 'technician' },
  ],
} as const
const lock = { commands: ['pump'], roles: ['nurse'], attemptsMax: 5 } as const

test('lock-holds-up-care fires on a lock until a reset and on one of more than fifteen minutes', () => {
  const locked: DeviceParts = {
    ...shared,
    interfaces: [
      { id: 'panel', ...lock, lockFor: 'until-reset' },
      { id: 'app', ...lock, lockFor: 900_001 },
    ],
  }
  assert.deepEqual(firing(lockHoldsUpCare, locked), ['interfaces.panel', 'interfaces.app'])
})

test('lock-holds-up-care stays silent on a short lock, with emergency access, and where no care is given', () => {
  const sound: DeviceParts = {
    ...shared,
    interfaces: [
      { id: 'short', ...lock, lockFor: 900_000 },
      { id: 'unlocked', commands: ['pump'], roles: ['nurse'] },
      { id: 'emergency', ...lock, roles: ['nurse', 'doctor'], lockFor: 'until-reset' },
      { id: 'workshop', ...lock, roles: ['service'], lockFor: 'until-reset' },
      { id: 'records', ...lock, commands: [], lockFor: 'until-reset' },
    ],
  }
  assert.deepEqual(firing(lockHoldsUpCare, sound), [])
  assert.deepEqual(silentOn(lockHoldsUpCare, sound), [
    'interfaces.short',
    'interfaces.unlocked',
    'interfaces.emergency',
    'interfaces.workshop',
  ])
})
