import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { kioskCanBeLeft } from './kiosk-can-be-left.ts'

const controls = ['assigned-access', { id: 'wish', enforcement: { by: 'nobody' } }] as const

test('kiosk-can-be-left fires on a kiosk that no enforced control keeps shut', () => {
  const components = [
    { id: 'bare', surface: 'kiosk' },
    { id: 'wished', surface: 'kiosk', kioskBy: ['wish'] },
  ] as const
  assert.deepEqual(firing(kioskCanBeLeft, { controls, components }), ['components.bare', 'components.wished'])
})

test('kiosk-can-be-left stays silent on a kept kiosk, on no surface, and where it is not stated', () => {
  const components = [
    { id: 'a', surface: 'kiosk', kioskBy: ['assigned-access'] },
    { id: 'b', surface: 'none' },
    { id: 'c' },
  ] as const
  assert.deepEqual(firing(kioskCanBeLeft, { controls, components }), [])
  assert.deepEqual(silentOn(kioskCanBeLeft, { controls, components }), [
    'components.a',
    'components.b',
    'components.c',
  ])
})
