import test from 'node:test'
import assert from 'node:assert/strict'
import { device, type DeviceParts } from '../test/device.ts'
import { analyse } from './analyse.ts'
import { type Effect, effectsOf } from './effect.ts'

const parts: DeviceParts = {
  components: [
    { id: 'store', soup: ['sqlite'], isolatedBy: ['pin'] },
    { id: 'clock', soup: ['ntp'] },
  ],
  data: [{ id: 'doses', at: ['store'] }],
  interfaces: [{ id: 'api', to: 'store', reach: 'ward-network', authentication: ['pin', 'paper'] }],
  soup: ['sqlite', 'ntp'],
  controls: ['pin', 'paper'],
}

function effect(event: string, assumed: readonly string[] = [], of: DeviceParts = parts): Effect {
  const { graph } = analyse(device(of), { now: 0, assume: [...assumed] })
  return effectsOf(graph, assumed)(event)
}

test('what falls is listed with both depths, lowest first, and nothing is said of what holds', () => {
  const open = { ...parts, components: [{ id: 'store', soup: ['sqlite'] }] }
  const { lowers, held } = effect('soup:sqlite', ['control:pin'], open)
  assert.ok(lowers.length > 0)
  for (const { before, after } of lowers) assert.ok(after < before)
  assert.deepEqual(
    lowers.map(({ after }) => after),
    lowers.map(({ after }) => after).toSorted((a, b) => a - b),
  )
  assert.equal(held, '')
})

test('an item that nobody can reach says so', () => {
  assert.deepEqual(effect('soup:ntp'), {
    ...{ lowers: [], held: 'no step that an attacker can take rests on soup:ntp' },
  })
})

test('where another way is as easy, that way is named; where all is open already, that', () => {
  assert.deepEqual(effect('soup:sqlite', ['control:paper']), {
    ...{ lowers: [], held: 'doses disclosed is as easily had without it, through control:pin (depth 1)' },
  })
  assert.match(
    effect('soup:sqlite', ['control:paper', 'control:pin']).held,
    /^what it leads to is open without it: .*doses disclosed.* \(depth 0\)$/,
  )
})

test('where other layers hold, they are named', () => {
  const two: DeviceParts = {
    ...parts,
    components: [{ id: 'store', soup: ['sqlite'], isolatedBy: ['pin', 'wall'] }],
    interfaces: [{ id: 'api', to: 'store', reach: 'ward-network', authentication: ['paper'] }],
    controls: ['pin', 'paper', 'wall'],
  }
  const { lowers, held } = effect('soup:sqlite', [], two)
  assert.deepEqual(lowers, [])
  assert.equal(
    held,
    'with it, control:pin and control:wall still have to fail before doses is disclosed; that is as easily had through control:paper (depth 1)',
  )
})
