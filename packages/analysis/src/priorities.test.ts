import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../test/device.ts'
import { analyse } from './analyse.ts'
import { assumeIssues } from './assume.ts'
import { prioritiesOf } from './priorities.ts'

const guardedBy = (authentication: string[]): ReturnType<typeof device> =>
  device({
    components: [{ id: 'store' }, { id: 'ehr', external: true, protectedBy: ['badge', 'pin', 'token'] }],
    data: [{ id: 'doses', at: ['store'] }],
    interfaces: [{ id: 'api', from: 'ehr', to: 'store', reach: 'ward-network', authentication }],
    controls: ['badge', 'pin', 'token'],
  })

test('prioritiesOf() names the control whose failing alone opens a goal', () => {
  const [first] = prioritiesOf(analyse(guardedBy(['pin']), { now: 0 }))
  assert.deepEqual(first?.at, { event: 'control:pin' })
  assert.ok(first?.meets.includes('doses/disclosed'))
})

test('prioritiesOf() names the place without a control where a goal is open today', () => {
  const [first] = prioritiesOf(analyse(guardedBy([]), { now: 0 }))
  assert.ok(first && 'place' in first.at)
  assert.match(first.at.place, /^interfaces\.api\.(authentication|validation)$/)
  assert.ok(first.raises.includes('doses/disclosed'))
})

test('prioritiesOf() is silent where the policy is met', () => {
  assert.deepEqual(prioritiesOf(analyse(guardedBy(['pin', 'badge']), { now: 0 })), [])
})

test('assumeIssues() names the nearest event and stays silent on known ones', () => {
  const { graph } = analyse(guardedBy(['pin']), { now: 0 })
  assert.deepEqual(assumeIssues(graph, ['control:pin']), [])
  assert.match(assumeIssues(graph, ['control:bagde'])[0]?.message ?? '', /did you mean "control:badge"/)
  assert.match(assumeIssues(graph, ['token'])[0]?.message ?? '', /did you mean "control:token"/)
})
