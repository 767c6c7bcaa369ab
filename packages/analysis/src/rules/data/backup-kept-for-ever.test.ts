import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { backupKeptForEver } from './backup-kept-for-ever.ts'

test('backup-kept-for-ever fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(backupKeptForEver, {
      data: [{ id: 'ecg' }],
      backups: [
        { id: 'b0', of: ['ecg'], at: 'nas' },
        { id: 'b1', of: ['ecg'], at: 'nas', keep: 'forever' },
      ],
    }),
    ['backups.b0', 'backups.b1'],
  )
})

test('backup-kept-for-ever stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg' }],
    backups: [{ id: 'b0', of: ['ecg'], at: 'nas', keep: 1000 }],
  }
  assert.deepEqual(firing(backupKeptForEver, sound), [])
  assert.deepEqual(silentOn(backupKeptForEver, sound), ['backups.b0'])
})
