import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { parserBeforeAuthentication } from './parser-before-authentication.ts'

test('parser-before-authentication fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(parserBeforeAuthentication, {
      components: [{ id: 'app' }],
      interfaces: [{ id: 'wifi', to: 'app', reach: 'ward-network', parsedBy: ['libpng'] }],
      soup: ['libpng'],
    }),
    ['interfaces.wifi'],
  )
})

test('parser-before-authentication stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [{ id: 'app', isolatedBy: ['sandbox'] }],
    interfaces: [
      { id: 'wifi', to: 'app', reach: 'ward-network', parsedBy: ['libpng'] },
      { id: 'own', to: 'app', reach: 'ward-network' },
    ],
    soup: ['libpng'],
    controls: ['sandbox'],
  }
  assert.deepEqual(firing(parserBeforeAuthentication, sound), [])
  assert.deepEqual(silentOn(parserBeforeAuthentication, sound), ['interfaces.wifi'])
})
