import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { backupNeverRestored } from './backup-never-restored.ts'

test('backup-never-restored fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(backupNeverRestored, {
      data: [{ id: 'ecg' }],
      backups: [
        { id: 'b0', of: ['ecg'], at: 'nas' },
        { id: 'b1', of: ['ecg'], at: 'nas', restored: '2024-12-30' },
      ],
    }),
    ['backups.b0', 'backups.b1'],
  )
})

test('backup-never-restored stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg' }],
    backups: [{ id: 'b0', of: ['ecg'], at: 'nas', restored: '2025-01-01' }],
  }
  assert.deepEqual(firing(backupNeverRestored, sound), [])
  assert.deepEqual(silentOn(backupNeverRestored, sound), ['backups.b0'])
})
