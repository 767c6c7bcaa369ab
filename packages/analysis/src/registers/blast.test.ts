import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { analyse } from '../analyse.ts'
import { blastRadiusOf } from './blast.ts'

test('blastRadiusOf() tells how many devices and patients one shared thing reaches, and nothing of a device’s own key', () => {
  const file = device({
    device: { fleetSize: 500 },
    components: [
      { id: 'motor' },
      { id: 'cloud', kind: 'server', external: true, protectedBy: ['cloud-hardening'] },
    ],
    functions: [{ id: 'pump', component: 'motor', patients: 2 }],
    interfaces: [
      { id: 'link', from: 'motor', to: 'cloud', reach: 'internet', authentication: ['tls'] },
      {
        id: 'orders',
        from: 'cloud',
        to: 'motor',
        reach: 'internet',
        authentication: ['tls'],
        credentials: ['fleet-password'],
        commands: ['pump'],
        validation: ['schema'],
      },
    ],
    keys: [
      { id: 'fleet-password', scope: 'fleet' },
      { id: 'own', scope: 'device' },
    ],
    controls: ['tls', 'schema', 'cloud-hardening'],
  })
  const entries = blastRadiusOf(file, analyse(file, { now: 0 }))
  assert.deepEqual(
    entries.map(({ element, what, devices, patients }) => ({ element, what, devices, patients })),
    [
      { element: 'keys.fleet-password', what: 'shared key', devices: 500, patients: 1000 },
      { element: 'components.cloud', what: 'server', devices: 500, patients: 1000 },
    ],
  )
  assert.ok(
    entries.every(({ lowered }) =>
      lowered.some(({ asset, goal, to }) => asset === 'pump' && goal === 'commanded' && to === 0),
    ),
  )
})
