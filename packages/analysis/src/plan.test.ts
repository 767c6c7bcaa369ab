import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../test/device.ts'
import { analyse } from './analyse.ts'
import { assumeIssues } from './assume.ts'
import { planOf } from './plan.ts'
import { raiseOf } from './raise.ts'
import type { AttackGraph, GoalNode } from './types.ts'

const guardedBy = (authentication: string[]): ReturnType<typeof device> =>
  device({
    components: [{ id: 'store' }, { id: 'ehr', external: true, protectedBy: ['badge', 'pin', 'token'] }],
    data: [{ id: 'doses', at: ['store'] }],
    interfaces: [{ id: 'api', from: 'ehr', to: 'store', reach: 'ward-network', authentication }],
    controls: ['badge', 'pin', 'token'],
  })

function goal({ goals }: AttackGraph, name: string): GoalNode {
  const found = goals.find((each) => `${each.asset}/${each.goal}` === name)
  assert.ok(found)
  return found
}

test('planOf() names the interface without a control where a goal is open today, and what one more buys', () => {
  const [first] = planOf(analyse(guardedBy([]), { now: 0 }))
  assert.equal(first?.element, 'interfaces.api')
  assert.ok(
    first.advice.some((text) => /name a control in interfaces\.api\.(authentication|validation)/.test(text)),
  )
  assert.ok(
    first.raised.some(
      ({ asset, goal: of, from, to }) => `${asset}/${of} ${from} ${to}` === 'doses/disclosed 0 1',
    ),
  )
  assert.ok(first.missing.after < first.missing.before)
})

test('planOf() says which goals stay below policy whatever else is done', () => {
  const two = device({
    components: [{ id: 'store' }],
    data: [{ id: 'doses', at: ['store'] }],
    interfaces: [
      { id: 'front', to: 'store', reach: 'ward-network' },
      { id: 'back', to: 'store', reach: 'ward-network' },
    ],
  })
  const plan = planOf(analyse(two, { now: 0 }))
  assert.deepEqual(
    plan.map(({ element }) => element),
    ['interfaces.back', 'interfaces.front'],
  )
  assert.ok(plan.every(({ keepsBelow }) => keepsBelow.includes('doses/disclosed')))
  // Closing one of two open doors raises nothing; closing both does.
  assert.deepEqual(plan[0]?.raised, [])
  assert.ok(plan[1]?.raised.some(({ asset, goal: of }) => `${asset}/${of}` === 'doses/disclosed'))
})

test('planOf() is silent where the policy is met', () => {
  assert.deepEqual(planOf(analyse(guardedBy(['pin', 'badge']), { now: 0 })), [])
})

test('raiseOf() finds the fewest places, and one more control there does raise the depth', () => {
  const { graph } = analyse(guardedBy(['pin']), { now: 0 })
  const raise = raiseOf(graph, goal(graph, 'doses/disclosed'), [])
  assert.deepEqual(
    raise?.changes.map(({ place }) => place),
    ['controls.pin'],
  )
  assert.equal(raise?.to, 2)
  assert.equal(raise?.fewest, true)
})

test('raiseOf() gives a set that nothing can be left out of where more than three places are needed', () => {
  const doors = ['a', 'b', 'c', 'd', 'e']
  const { graph } = analyse(
    device({
      components: [{ id: 'store' }],
      data: [{ id: 'doses', at: ['store'] }],
      interfaces: doors.map((id) => ({ id, to: 'store', reach: 'ward-network' as const })),
    }),
    { now: 0 },
  )
  const raise = raiseOf(graph, goal(graph, 'doses/disclosed'), [])
  assert.equal(raise?.changes.length, doors.length)
  assert.equal(raise?.fewest, false)
})

test('raiseOf() has nothing to say where no attack up to order 3 exists', () => {
  const { graph } = analyse(
    device({ components: [{ id: 'store' }], data: [{ id: 'doses', at: ['store'] }] }),
    { now: 0 },
  )
  assert.equal(raiseOf(graph, goal(graph, 'doses/disclosed'), []), undefined)
})

test('assumeIssues() names the nearest event and stays silent on known ones', () => {
  const { graph } = analyse(guardedBy(['pin']), { now: 0 })
  assert.deepEqual(assumeIssues(graph, ['control:pin']), [])
  assert.match(assumeIssues(graph, ['control:bagde'])[0]?.message ?? '', /did you mean "control:badge"/)
  assert.match(assumeIssues(graph, ['token'])[0]?.message ?? '', /did you mean "control:token"/)
})
