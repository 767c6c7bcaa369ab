import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { unprotectedSecondChannel } from './unprotected-second-channel.ts'

const components = [{ id: 'app' }]
const controls = [{ id: 'tls', kind: 'encryption' }] as const
const data = [{ id: 'records' }]
const first = {
  id: 'first',
  to: 'app',
  reach: 'ward-network',
  protection: ['tls'],
  carries: ['records'],
} as const
const second = { ...first, id: 'second', protection: [] } as const

test('unprotected-second-channel fires on the channel that sends the same in the clear', () => {
  const interfaces = [first, second]
  assert.deepEqual(firing(unprotectedSecondChannel, { components, controls, data, interfaces }), [
    'interfaces.second',
  ])
})

test('unprotected-second-channel stays silent where both are protected, on a plug, and on other data', () => {
  for (const way of [
    { ...second, protection: ['tls'] },
    { ...second, reach: 'physical-port' },
    { ...second, carries: [] },
  ] as const) {
    const parts = { components, controls, data, interfaces: [first, way] }
    assert.deepEqual(firing(unprotectedSecondChannel, parts), [])
    assert.deepEqual(silentOn(unprotectedSecondChannel, parts), ['interfaces.first', 'interfaces.second'])
  }
})
