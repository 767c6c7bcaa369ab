import test from 'node:test'
import assert from 'node:assert/strict'
import { device, type DeviceParts } from '../test/device.ts'
import { analyse } from './analyse.ts'
import { diff, type Difference } from './diff.ts'

const before: DeviceParts = {
  components: [{ id: 'store' }],
  data: [{ id: 'doses', at: ['store'] }],
  interfaces: [{ id: 'api', to: 'store', reach: 'ward-network', authentication: ['pin', 'badge'] }],
  controls: ['pin', 'badge'],
}

function between(old: DeviceParts, now: DeviceParts): Difference {
  const [a, b] = [device(old), device(now)]
  return diff({ file: a, analysis: analyse(a, { now: 0 }) }, { file: b, analysis: analyse(b, { now: 0 }) })
}

test('diff() of a file with itself, or with its elements in another order, says nothing', () => {
  const same = between(before, { ...before, controls: ['badge', 'pin'] })
  assert.deepEqual(same, {
    added: [],
    removed: [],
    changed: [],
    depths: [],
    findingsOpened: [],
    findingsClosed: [],
    renew: [],
    noWorse: true,
  })
})

test('diff() names the depth that fell, the threat that opened, and the evidence to renew', () => {
  const weaker = between(before, {
    ...before,
    interfaces: [{ id: 'api', to: 'store', reach: 'ward-network', authentication: ['pin'] }],
  })
  assert.deepEqual(weaker.changed, ['interfaces.api'])
  const disclosed = weaker.depths.find(({ asset, goal }) => asset === 'doses' && goal === 'disclosed')
  assert.deepEqual([disclosed?.before, disclosed?.after], [2, 1])
  assert.deepEqual(disclosed?.opened, ['control:pin'])
  // Both failing still works, so nothing closed.
  assert.deepEqual(disclosed?.closed, [])
  assert.equal(weaker.noWorse, false)
  assert.deepEqual(weaker.renew, [{ control: 'pin', probes: ['tls-downgrade'], because: ['interfaces.api'] }])
})

test('diff() counts a depth that rose as no worse, and lists what came and went', () => {
  const better = between(
    { ...before, keys: [{ id: 'old', default: true }] },
    { ...before, controls: ['pin', 'badge', 'token'], keys: [] },
  )
  assert.deepEqual(better.added, ['controls.token'])
  assert.deepEqual(better.removed, ['keys.old'])
  assert.ok(better.findingsClosed.some(({ id }) => id === 'default-credential@keys.old'))
  const gone = better.depths.find(({ asset }) => asset === 'old')
  assert.deepEqual([gone?.before, gone?.after], [0, undefined])
})
