import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { openDesktop } from './open-desktop.ts'

const keyboard = { id: 'keyboard', to: 'recorder', reach: 'physical-port' } as const

test('open-desktop fires on a desktop that a user reaches', () => {
  const components = [{ id: 'recorder', surface: 'desktop' }] as const
  assert.deepEqual(firing(openDesktop, { components, interfaces: [keyboard] }), ['components.recorder'])
})

test('open-desktop stays silent on a kiosk, on a desktop that nobody reaches, and where it is not stated', () => {
  const components = [
    { id: 'recorder', surface: 'kiosk' },
    { id: 'server', surface: 'desktop' },
    { id: 'driver' },
  ] as const
  assert.deepEqual(firing(openDesktop, { components, interfaces: [keyboard] }), [])
  const looked = ['components.recorder', 'components.server', 'components.driver']
  assert.deepEqual(silentOn(openDesktop, { components, interfaces: [keyboard] }), looked)
})
