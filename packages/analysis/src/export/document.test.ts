import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parseDeviceFile } from '@pericard/model'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { analyse } from '../analyse.ts'
import {
  type AnalysisDocument,
  analysisSchema,
  renderAnalysisSchema,
  toAnalysisDocument,
} from './document.ts'

const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
  analysisSchema(),
)

/** As it is written and read. */
function written(name: string, level: 'declared' | 'enforced' = 'declared'): AnalysisDocument {
  const text = readFileSync(new URL(`../../../../examples/${name}/device.yaml`, import.meta.url), 'utf8')
  const parsed = parseDeviceFile(text)
  assert.ok(parsed.ok)
  const document = toAnalysisDocument(analyse(parsed.file, { now: Date.UTC(2026, 10, 23), level }))
  return JSON.parse(JSON.stringify(document)) as AnalysisDocument
}

test('the analyses of the examples are as the schema says, at both levels', () => {
  for (const name of ['bedside-gateway', 'emg-recorder', 'infusion-pump'])
    for (const level of ['declared', 'enforced'] as const) {
      const document = written(name, level)
      assert.ok(validate(document), `${name}: ${JSON.stringify(validate.errors?.slice(0, 5))}`)
      assert.ok(document.goals.length > 0 && document.findings.length > 0)
    }
})

/** Every map in a value, with the path to it. */
function* maps(value: unknown, path = ''): Generator<readonly [string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield [path, value as Record<string, unknown>]
  for (const [key, entry] of Object.entries(value)) yield* maps(entry, `${path}/${key}`)
}

/** One map of each kind: its path with the indices taken out. */
function kindsOf(document: AnalysisDocument): ReadonlyMap<string, Record<string, unknown>> {
  const kinds = new Map<string, Record<string, unknown>>()
  for (const [path, map] of maps(document)) {
    const kind = path.replaceAll(/\/\d+/g, '/*')
    if (!kinds.has(kind)) kinds.set(kind, map)
  }
  return kinds
}

test('a key too many, a key too few and a value of another type are refused in every map', () => {
  const document = written('bedside-gateway')
  const kinds = kindsOf(document)
  assert.ok(kinds.size > 12, [...kinds.keys()].join(' '))
  const optional = new Set([
    '/goals/*/acceptedBy',
    '/findings/*/acceptedBy',
    '/findings/*/position',
    '/graph/steps/*/actors',
  ])
  for (const [kind, map] of kinds) {
    map['surplus'] = 1
    assert.equal(validate(document), false, `${kind}: a key too many`)
    delete map['surplus']
    for (const [key, value] of Object.entries(map)) {
      map[key] = { not: 'this' }
      assert.equal(validate(document), false, `${kind}: another type of ${key}`)
      delete map[key]
      assert.equal(validate(document), optional.has(`${kind}/${key}`), `${kind} without ${key}`)
      map[key] = value
    }
  }
  assert.ok(validate(document), 'everything is as it was')
})

test('words, depths and formats that are not known are refused', () => {
  const document = written('emg-recorder')
  const [goal] = document.goals
  assert.ok(goal !== undefined)
  const changes: readonly Partial<Record<keyof AnalysisDocument, unknown>>[] = [
    { format: 'urn:pericard:analysis:2' },
    { level: 'believed' },
    { assumed: ['weather:rain'] },
    { goals: [{ ...goal, depth: 5 }] },
    { goals: [{ ...goal, goal: 'stolen' }] },
    { goals: [{ ...goal, depth: 1.5 }] },
  ]
  for (const change of changes)
    assert.equal(validate({ ...document, ...change }), false, JSON.stringify(change).slice(0, 60))
})

test('the published schema is the one of the sources', () => {
  const published = new URL('../../../../docs/specs/analysis.schema.json', import.meta.url)
  assert.equal(readFileSync(published, 'utf8'), renderAnalysisSchema(), 'run "npm run docs"')
})
