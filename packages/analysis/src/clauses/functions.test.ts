import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../test/device.ts'
import { cuts } from '../../test/depths.ts'

test('an interlock outside the component has to fail too before a function leaves its envelope', () => {
  const parts: DeviceParts = {
    components: [{ id: 'motor' }],
    interfaces: [
      { id: 'wifi', to: 'motor', reach: 'ward-network', commands: ['pump'], validation: ['schema'] },
    ],
    controls: ['schema', 'envelope', 'flow-stop', 'image'],
  }
  const pump = { id: 'pump', component: 'motor', envelopeBy: 'envelope', imageBy: 'image' }
  assert.deepEqual(cuts({ ...parts, functions: [pump] }, 'pump', 'overdriven'), [
    'control:envelope',
    'control:image + control:schema',
  ])
  const interlocked = { ...pump, interlockBy: ['flow-stop'] }
  assert.deepEqual(cuts({ ...parts, functions: [interlocked] }, 'pump', 'overdriven'), [
    'control:envelope + control:flow-stop',
    'control:flow-stop + control:image + control:schema',
  ])
})

test('leaving a kiosk takes over its component, once its sign-in and what keeps it shut have failed', () => {
  const parts: DeviceParts = {
    components: [{ id: 'screen', surface: 'kiosk', kioskBy: ['locked-shell'] }],
    interfaces: [
      {
        id: 'touch',
        to: 'screen',
        reach: 'physical-port',
        authentication: ['pin'],
        validation: ['schema', 'filter'],
      },
    ],
    functions: [{ id: 'show', component: 'screen' }],
    controls: ['pin', 'locked-shell', 'schema', 'filter'],
  }
  assert.deepEqual(cuts(parts, 'show', 'commanded').slice(0, 1), ['control:locked-shell + control:pin'])
  const desktop = { ...parts, components: [{ id: 'screen', surface: 'desktop' as const }] }
  assert.deepEqual(cuts(desktop, 'show', 'commanded'), ['control:pin'])
})
