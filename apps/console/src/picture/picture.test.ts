import test from 'node:test'
import assert from 'node:assert/strict'
import type { CutSet } from '@pericard/analysis'
import { pumpAnalysis } from '../../test/pump.ts'
import { pictureOf, type Picture } from './picture.ts'

const { graph, goals } = pumpAnalysis('declared')

function cutsOf(asset: string, goal: string): readonly CutSet[] {
  return goals.find((one) => one.asset === asset && one.goal === goal)?.cutSets ?? []
}

/** Every node leads to the goal, so nothing is drawn that does not matter. */
function reaching({ edges }: Picture): Set<string> {
  const found = new Set(['goal'])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const { from, to } of edges) if (found.has(to)) found.add(from)
  }
  return found
}

test('pictureOf() draws each failure event of each cut set once, and everything leads to the goal', () => {
  for (const { asset, goal, cutSets } of goals) {
    const picture = pictureOf(graph, goal, cutSets)
    const drawn = picture.nodes.flatMap(({ event }) => event ?? [])
    assert.deepEqual(drawn.toSorted(), [...new Set(cutSets.flatMap(({ events }) => events))].sort(), asset)
    const reached = reaching(picture)
    assert.deepEqual(
      picture.nodes.filter(({ id }) => !reached.has(id)),
      [],
    )
  }
})

test('pictureOf() draws a failing control as an event, not as a step of the attacker', () => {
  const [first] = cutsOf('dosing-history', 'disclosed')
  assert.deepEqual(first?.events, ['control:link-tls'])
  const { nodes } = pictureOf(graph, 'goal', [first])
  assert.deepEqual(nodes.map(({ kind }) => kind).sort(), ['actor', 'event', 'goal', 'step', 'step'])
})

test('pictureOf() draws the goal alone where there is no attack', () => {
  assert.deepEqual(pictureOf(graph, 'goal', []).edges, [])
})
