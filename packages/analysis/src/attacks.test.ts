import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../test/device.ts'
import { analyse } from './analyse.ts'
import { attacksByActor, attacksOn } from './attacks.ts'

const file = device({
  components: [{ id: 'store', storage: { media: 'internal', encryption: 'vault' } }, { id: 'ehr' }],
  data: [{ id: 'doses', at: ['store'] }],
  interfaces: [
    {
      id: 'api',
      from: 'ehr',
      to: 'store',
      reach: 'ward-network',
      authentication: ['pin'],
      validation: ['parser'],
    },
  ],
  controls: ['pin', 'parser'],
  keys: [{ id: 'device-share' }],
  vault: { unlock: ['device-share'] },
})

test('attacksOn() tells the same attacks as the analysis, and shorter ones once an event has happened', () => {
  const { graph, goals } = analyse(file, { now: 0 })
  const [goal] = graph.goals
  assert.ok(goal)
  const told = attacksOn(graph, goal, [])
  assert.deepEqual(
    told.map(({ events, actor }) => ({ events, actor })),
    goals[0]?.cutSets.map(({ events, actor }) => ({ events, actor })),
  )
  const after = attacksOn(graph, goal, ['control:pin'])
  assert.ok(after.every(({ events }) => !events.includes('control:pin')))
  assert.ok(after.some(({ events }) => events.join() === 'control:parser'))
  assert.ok(!told.some(({ events }) => events.join() === 'control:parser'))
})

test('attacksByActor() tells each actor their own fewest failures, however short the way of another', () => {
  const { graph, goals } = analyse(file, { now: 0 })
  const byGoal = attacksByActor(graph, [], file)
  for (const [index, { depth }] of goals.entries()) {
    const cuts = byGoal[index] ?? []
    if (depth === 4) assert.deepEqual(cuts, [])
    else assert.equal(Math.min(...cuts.map(({ events }) => events.length)), depth)
    const actors = new Set(cuts.map(({ actor }) => actor))
    for (const actor of actors) {
      const own = cuts.filter((cut) => cut.actor === actor).map(({ events }) => events.length)
      assert.equal(new Set(own).size, 1, actor)
    }
  }
  const [doses = []] = byGoal
  assert.ok(
    new Set(doses.map(({ events }) => events.length)).size > 1,
    'some actor has it harder than another',
  )
})
