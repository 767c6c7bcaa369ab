import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { recordsByNumber } from './records-by-number.ts'

const components = [{ id: 'app' }]
const data = [
  { id: 'ward', records: 2 },
  { id: 'own', records: 1 },
]
const link = {
  id: 'link',
  to: 'app',
  reach: 'ward-network',
  direction: 'both',
  authorizes: 'sign-in',
  carries: ['ward'],
} as const

test('records-by-number fires on records of two patients whose right is not asked for one by one', () => {
  assert.deepEqual(firing(recordsByNumber, { components, data, interfaces: [link] }), ['interfaces.link'])
})

test('records-by-number stays silent on one patient, at the device, where nothing comes back, and where each record is asked for', () => {
  const interfaces = [
    { ...link, id: 'a', carries: ['own'] },
    { ...link, id: 'b', reach: 'physical-port' },
    { ...link, id: 'c', authorizes: 'each-request' },
    { ...link, id: 'd', direction: 'one-way' },
  ] as const
  assert.deepEqual(firing(recordsByNumber, { components, data, interfaces }), [])
  const looked = ['interfaces.a', 'interfaces.b', 'interfaces.c', 'interfaces.d']
  assert.deepEqual(silentOn(recordsByNumber, { components, data, interfaces }), looked)
})
