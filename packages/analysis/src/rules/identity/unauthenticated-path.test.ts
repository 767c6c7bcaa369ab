import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { unauthenticatedPath } from './unauthenticated-path.ts'

const components = [{ id: 'app' }]
const controls = ['password']
const data = [{ id: 'records' }, { id: 'log', kind: 'log' }] as const
const front = {
  id: 'front',
  to: 'app',
  reach: 'ward-network',
  authentication: ['password'],
  commands: ['deliver'],
  carries: ['records', 'log'],
} as const
const back = { id: 'back', to: 'app', reach: 'physical-port' } as const

test('unauthenticated-path fires on the way that asks for nothing, for a function and for patient data', () => {
  for (const way of [
    { ...back, commands: ['deliver'] },
    { ...back, carries: ['records'] },
  ])
    assert.deepEqual(firing(unauthenticatedPath, { components, controls, data, interfaces: [front, way] }), [
      'interfaces.back',
    ])
})

test('unauthenticated-path stays silent where both ask, and where they lead to different things', () => {
  for (const way of [
    { ...back, commands: ['deliver'], authentication: ['password'] },
    { ...back, commands: ['other'], carries: ['log'] },
  ]) {
    const parts = { components, controls, data, interfaces: [front, way] }
    assert.deepEqual(firing(unauthenticatedPath, parts), [])
    assert.deepEqual(silentOn(unauthenticatedPath, parts), ['interfaces.front', 'interfaces.back'])
  }
})
