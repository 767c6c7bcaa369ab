import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { backupInClear } from './backup-in-clear.ts'

test('backup-in-clear fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(backupInClear, {
      data: [{ id: 'ecg' }],
      backups: [{ id: 'b0', of: ['ecg'], at: 'nas', encryption: 'none' }],
    }),
    ['backups.b0'],
  )
})

test('backup-in-clear stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg' }],
    backups: [{ id: 'b0', of: ['ecg'], at: 'nas', encryption: ['disk'] }],
  }
  assert.deepEqual(firing(backupInClear, sound), [])
  assert.deepEqual(silentOn(backupInClear, sound), ['backups.b0'])
})
