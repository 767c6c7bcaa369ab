import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { missingAuthentication } from './missing-authentication.ts'

const components = [{ id: 'pump' }, { id: 'ehr', external: true }, { id: 'lab', external: true }]
const open = { to: 'pump', reach: 'wireless' } as const

test('missing-authentication fires on commands, capabilities, service and unverified updates that anybody may use', () => {
  const hits = firing(missingAuthentication, {
    components,
    controls: [{ id: 'wish', enforcement: { by: 'nobody' } }],
    interfaces: [
      { id: 'remote', ...open, commands: ['deliver'], authentication: ['wish'] },
      { id: 'telnet', ...open },
      { id: 'usb', ...open, reach: 'physical-port' },
      { id: 'maker', ...open, use: 'service' },
    ],
    diagnostics: [{ id: 'shell', interface: 'telnet', allows: ['shell'] }],
    updates: [{ id: 'stick', interface: 'usb' }],
  })
  assert.deepEqual(hits, ['interfaces.remote', 'interfaces.telnet', 'interfaces.usb', 'interfaces.maker'])
})

test('missing-authentication stays silent where callers are proven, nothing is commanded, the update is signed or the port is shut', () => {
  const parts = {
    components,
    controls: [
      'tls',
      { id: 'signature', kind: 'image-verification' },
      { id: 'fuse', kind: 'closed-interface' },
    ],
    interfaces: [
      { id: 'proven', ...open, commands: ['deliver'], authentication: ['tls'] },
      { id: 'status', ...open },
      { id: 'usb', ...open },
      { id: 'debug', ...open, commands: ['deliver'], active: false, closedBy: ['fuse'] },
      { id: 'elsewhere', from: 'ehr', to: 'lab', reach: 'internet', commands: ['deliver'] },
    ],
    updates: [{ id: 'stick', interface: 'usb', verifiedBy: ['signature'] }],
  } as const
  assert.deepEqual(firing(missingAuthentication, parts), [])
  const looked = ['interfaces.proven', 'interfaces.status', 'interfaces.usb']
  assert.deepEqual(silentOn(missingAuthentication, parts), looked)
})
