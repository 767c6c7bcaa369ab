import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { debugFunctionReachable } from './debug-function-reachable.ts'

const port = { id: 'port', to: 'monitor', reach: 'physical-port' } as const

test('debug-function-reachable fires where an interface leads to functions for testing', () => {
  const components = [{ id: 'monitor', debugFeatures: 'present' }] as const
  assert.deepEqual(firing(debugFunctionReachable, { components, interfaces: [port] }), ['components.monitor'])
})

test('debug-function-reachable stays silent where they are gone, out of reach, shut away, or not stated', () => {
  const fuse = { id: 'fuse', kind: 'closed-interface' } as const
  for (const parts of [
    { components: [{ id: 'monitor', debugFeatures: 'removed' }], interfaces: [port] },
    { components: [{ id: 'monitor', debugFeatures: 'present' }] },
    {
      components: [{ id: 'monitor', debugFeatures: 'present' }],
      interfaces: [{ ...port, active: false, closedBy: ['fuse'] }],
    },
    { components: [{ id: 'monitor' }], interfaces: [port] },
  ] as const)
    assert.deepEqual(silentOn(debugFunctionReachable, { controls: [fuse], ...parts }), ['components.monitor'])
})
