import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { boardOpenToGlitches } from './board-open-to-glitches.ts'

test('board-open-to-glitches fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(boardOpenToGlitches, {
      hosts: [{ id: 'h0' }],
      components: [{ id: 'app', host: 'h0' }],
      keys: [{ id: 'psk', scope: 'fleet', at: ['app'] }],
    }),
    ['hosts.h0'],
  )
})

test('board-open-to-glitches stays silent on a sound device', () => {
  const sound: DeviceParts = {
    hosts: [{ id: 'h0', hardenedBy: ['line'] }, { id: 'h1' }],
    components: [
      { id: 'app', host: 'h0' },
      { id: 'own', host: 'h1' },
    ],
    keys: [
      { id: 'psk', scope: 'fleet', at: ['app'] },
      { id: 'tls', scope: 'device', at: ['own'] },
    ],
    controls: ['line'],
  }
  assert.deepEqual(firing(boardOpenToGlitches, sound), [])
  assert.deepEqual(silentOn(boardOpenToGlitches, sound), ['hosts.h0', 'hosts.h1'])
})
