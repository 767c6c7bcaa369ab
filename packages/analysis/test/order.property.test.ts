/** What is analysed is the device, not the way its file is arranged. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import { analyse } from '../src/analyse.ts'
import { buildGraph } from '../src/graph.ts'

const runs = process.env['SLOW'] === '1' ? 200 : 12
const now = Date.parse('2026-11-23T00:00:00Z')
const names = ['infusion-pump', 'emg-recorder', 'bedside-gateway'] as const

function example(name: string): DeviceFile {
  const text = readFileSync(new URL(`../../../examples/${name}/device.yaml`, import.meta.url), 'utf8')
  const parsed = parseDeviceFile(text, { file: 'device.yaml' })
  assert.ok(parsed.ok, `${name} parses`)
  return parsed.file
}

/** The list with its items in an order that follows from the seed (mulberry32). */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed
  const keyed = items.map((item) => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    return { item, key: (mixed ^ (mixed >>> 14)) >>> 0 }
  })
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}

/** The file with the elements of every section in another order. */
function rearranged(file: DeviceFile, seed: number): DeviceFile {
  const fields = Object.entries(file).map(([name, value]: [string, unknown], index) => [
    name,
    Array.isArray(value) ? shuffled(value, seed + index) : value,
  ])
  const items = shuffled(file.soup.items, seed)
  return { ...(Object.fromEntries(fields) as DeviceFile), soup: { ...file.soup, items } }
}

/** The value with every list in it in another order, however deep. */
function turned(value: unknown, seed: number): unknown {
  if (Array.isArray(value))
    return shuffled(
      value.map((item) => turned(item, seed)),
      seed,
    )
  if (typeof value !== 'object' || value === null || value instanceof Map) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, turned(field, seed)]))
}

test('the rearranged file holds the same elements in another order', () => {
  const file = example('infusion-pump')
  const ids = (one: DeviceFile): string[] => one.controls.map(({ id }) => id)
  assert.notDeepEqual(ids(rearranged(file, 1)), ids(file))
  assert.deepEqual(ids(rearranged(file, 1)).sort(), ids(file).sort())
})

for (const name of names) {
  const file = example(name)

  test(`analyse() gives byte for byte the same for ${name}, in whatever order its elements stand`, () => {
    const expected = JSON.stringify(analyse(file, { now }))
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        assert.equal(JSON.stringify(analyse(rearranged(file, seed), { now })), expected)
      }),
      { numRuns: runs },
    )
  })

  test(`buildGraph() gives byte for byte the same for ${name}, in whatever order any of its lists stands`, () => {
    const expected = JSON.stringify(buildGraph(file))
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        assert.equal(JSON.stringify(buildGraph(turned(file, seed) as DeviceFile)), expected)
      }),
      { numRuns: runs * 2 },
    )
  })
}
