/** Whatever parses can be analysed: the examples with parts cut out, doubled and swapped. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import { parse, stringify } from 'yaml'
import { analyse, blastRadiusOf, diff, explain, planOf, silencesOf, traceOf } from '../src/index.ts'

const now = Date.UTC(2026, 0, 1)
const names = ['infusion-pump', 'emg-recorder', 'bedside-gateway']
const examples = names.map((name) =>
  readFileSync(new URL(`../../../examples/${name}/device.yaml`, import.meta.url), 'utf8'),
)

type Node = Record<string, unknown> | unknown[]

/** Every map and list below a value. */
function nodesOf(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return []
  const children: unknown[] = Array.isArray(value) ? value : Object.values(value)
  return [value as Node, ...children.flatMap(nodesOf)]
}

/** One change, chosen by two numbers: an entry is cut out, or swapped with another of the same list. */
function change(root: unknown, where: number, what: number): void {
  const nodes = nodesOf(root)
  const node = nodes[where % nodes.length]
  if (Array.isArray(node)) {
    if (node.length === 0) return
    const at = what % node.length
    if (what % 3 === 0) node.reverse()
    else node.splice(at, 1)
  } else if (node !== undefined) {
    const keys = Object.keys(node)
    const key = keys[what % keys.length]
    if (key !== undefined) delete node[key]
  }
}

/** The device file that is left after the changes, where it still parses. */
function mutant(text: string, changes: readonly (readonly [number, number])[]): DeviceFile | undefined {
  const root: unknown = parse(text)
  for (const [where, what] of changes) change(root, where, what)
  const result = parseDeviceFile(stringify(root))
  return result.ok ? result.file : undefined
}

test('analyse() and everything built on it throw on no file that parses', () => {
  let analysed = 0
  const number = fc.nat({ max: 100_000 })
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 4 }),
      (text, changes) => {
        const file = mutant(text, changes)
        if (file === undefined) return
        analysed++
        const analysis = analyse(file, { now })
        const levels = {
          declared: analysis,
          enforced: analyse(file, { now, level: 'enforced' }),
          proven: analysis,
        }
        const asset = analysis.goals[0]?.asset ?? ''
        explain(file, levels, analysis, asset, now)
        planOf(analysis, file)
        blastRadiusOf(file, analysis)
        traceOf(file, analysis, { proven: [], failed: [], probes: [] })
        silencesOf(file, now)
        const same = diff({ file, analysis }, { file, analysis })
        assert.ok(same.noWorse && same.depths.length === 0)
        const ids = analysis.findings.map(({ id }) => id)
        assert.equal(new Set(ids).size, ids.length, 'finding ids are unique')
      },
    ),
    { numRuns: process.env['SLOW'] === '1' ? 2_000 : 25 },
  )
  assert.ok(analysed > 5, `${analysed} mutants parsed`)
})
