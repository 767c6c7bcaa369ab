import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../test/device.ts'
import { cuts } from '../../test/depths.ts'

const alarm = {
  id: 'occlusion',
  condition: 'line shut',
  priority: 'high' as const,
  raisedBy: 'pump',
  silencedThrough: [],
}
const parts: DeviceParts = {
  components: [
    { id: 'pump' },
    { id: 'panel' },
    { id: 'station', external: true, protectedBy: ['station-hardening'] },
  ],
  interfaces: [
    { id: 'wire', from: 'pump', to: 'panel' },
    {
      id: 'network',
      from: 'pump',
      to: 'station',
      reach: 'ward-network',
      authentication: ['tls'],
      protection: ['tls'],
    },
  ],
  controls: ['tls', 'panel-check', 'station-hardening'],
}

function masked(shownAt: string[], more: object = {}): string[] {
  const functions = [{ id: 'infuse', component: 'pump', alarms: [{ ...alarm, shownAt, ...more }] }]
  return cuts({ ...parts, functions }, 'infuse', 'masked')
}

test('an alarm that is shown over a network only is masked by whoever cuts it, whatever protects the messages', () => {
  assert.deepEqual(masked(['station']), ['open'])
  assert.deepEqual(masked(['station'], { supervised: true }), ['control:station-hardening'])
})

test('an alarm that is shown at the device too has to be kept from both places', () => {
  assert.deepEqual(masked(['panel', 'station']), ['none'])
})

test('an alarm that can be silenced for ever is masked by whoever talks on that interface', () => {
  assert.deepEqual(masked(['panel'], { silencedThrough: ['network'] }), ['control:tls'])
  assert.deepEqual(masked(['panel'], { silencedThrough: ['network'], longestSilence: 120_000 }), ['none'])
})

test('a function without alarms has no such goal', () => {
  assert.deepEqual(cuts({ ...parts, functions: [{ id: 'infuse', component: 'pump' }] }, 'infuse', 'masked'), [
    'no such goal',
  ])
})
