import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../test/device.ts'
import { cuts } from '../../test/depths.ts'

const parts: DeviceParts = {
  components: [
    { id: 'store', storage: { media: 'internal', encryption: ['disk'] } },
    { id: 'archive', external: true, protectedBy: ['archive-hardening'] },
  ],
  interfaces: [
    { id: 'copying', from: 'store', to: 'archive', reach: 'hospital-network', authentication: ['tls'] },
  ],
  data: [{ id: 'ecg', at: ['store'] }],
  controls: ['disk', 'tls', 'archive-hardening', 'backup-cipher'],
}

test('a backup is read where it lies, past its own encryption', () => {
  const backup = { id: 'nightly', of: ['ecg'], at: 'archive' }
  assert.ok(
    cuts({ ...parts, backups: [{ ...backup, encryption: 'none' }] }, 'ecg', 'disclosed').includes(
      'control:archive-hardening',
    ),
  )
  const sealed = cuts(
    { ...parts, backups: [{ ...backup, encryption: ['backup-cipher'] }] },
    'ecg',
    'disclosed',
  )
  assert.ok(!sealed.includes('control:archive-hardening'))
  assert.ok(sealed.includes('control:archive-hardening + control:backup-cipher'))
})

test('what has a backup is lost only with it', () => {
  const flat: DeviceParts = {
    ...parts,
    components: [
      { id: 'store', isolatedBy: ['disk'], storage: { media: 'internal', encryption: 'none' } },
      { id: 'app', host: 'store' },
      { id: 'archive', external: true, protectedBy: ['archive-hardening'] },
    ],
    interfaces: [
      { id: 'web', to: 'app', reach: 'hospital-network' },
      { id: 'copying', from: 'store', to: 'archive', reach: 'hospital-network', authentication: ['tls'] },
    ],
  }
  assert.deepEqual(cuts(flat, 'ecg', 'lost'), ['control:disk'])
  const backups = [{ id: 'nightly', of: ['ecg'], at: 'archive' }]
  assert.deepEqual(cuts({ ...flat, backups }, 'ecg', 'lost'), ['control:archive-hardening + control:disk'])
})

test('a log that contains patient data discloses it', () => {
  const data = [
    ...(parts.data ?? []),
    { id: 'trace', kind: 'log' as const, at: ['store'], contains: ['ecg'] },
  ]
  const interfaces = [
    { id: 'syslog', from: 'store', to: 'archive', reach: 'ward-network' as const, carries: ['trace'] },
  ]
  assert.deepEqual(cuts({ ...parts, data, interfaces }, 'ecg', 'disclosed'), ['open'])
  const silent = data.map((item) => ({ ...item, contains: [] }))
  assert.notDeepEqual(cuts({ ...parts, data: silent, interfaces }, 'ecg', 'disclosed'), ['open'])
})

test('a capability that asks for approval is used only once that fails too', () => {
  const service: DeviceParts = {
    ...parts,
    interfaces: [
      { id: 'remote', to: 'store', reach: 'internet', authentication: ['tls'], validation: ['disk'] },
    ],
    controls: [...(parts.controls ?? []), 'switch-at-the-device'],
  }
  const shell = { id: 'support', interface: 'remote', allows: ['shell' as const], at: 'store' }
  assert.ok(cuts({ ...service, diagnostics: [shell] }, 'ecg', 'altered').includes('control:tls'))
  const approved = { ...shell, approvedBy: ['switch-at-the-device'] }
  const found = cuts({ ...service, diagnostics: [approved] }, 'ecg', 'altered')
  assert.ok(!found.includes('control:tls'))
  assert.ok(found.includes('control:switch-at-the-device + control:tls'))
})
