/** Nothing of a source goes away in silence, and no source makes a device file that is refused. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { parse } from 'yaml'
import { parseDeviceFile } from '../parse/index.ts'
import { convertFrom, type SourceFormat, sourceFormats } from './index.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Keys = readonly (string | number)[]

const folder = new URL('../../../../conformance/exchange/', import.meta.url)
const samples: readonly (readonly [SourceFormat, Json])[] = (
  [
    ['threagile', 'bedside-hub.threagile.yaml'],
    ['threat-dragon', 'syringe-pump.threat-dragon.json'],
    ['otm', 'ecg-recorder.otm.json'],
    ['cyclonedx', 'spirometer.cdx.json'],
  ] as const
).map(([format, name]) => [
  format,
  parse(readFileSync(new URL(name, folder), 'utf8'), { merge: true }) as Json,
])

function* maps(value: Json, keys: Keys = []): Generator<Keys> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield keys
  for (const [key, entry] of Object.entries(value))
    yield* maps(entry, [...keys, Array.isArray(value) ? Number(key) : key])
}

function* leaves(value: Json, keys: Keys = []): Generator<readonly [Keys, string | number | boolean]> {
  if (value === null || value === '') return
  if (typeof value !== 'object') yield [keys, value]
  else
    for (const [key, entry] of Object.entries(value))
      yield* leaves(entry, [...keys, Array.isArray(value) ? Number(key) : key])
}

/** A copy with one value replaced or added. */
function changed(value: Json, [key, ...rest]: Keys, to: Json): Json {
  if (key === undefined || typeof value !== 'object' || value === null) return to
  const copy: Record<string | number, Json> = Array.isArray(value) ? ([...value] as never) : { ...value }
  copy[key] = changed(copy[key] ?? null, rest, to)
  return copy as Json
}

/** Everything that a user sees of a conversion. */
function outcome(format: SourceFormat, model: Json): string {
  const result = convertFrom(format, JSON.stringify(model))
  if (!result.ok) return 'refused'
  return JSON.stringify([result.text, result.notCarried.map(({ where, what, why }) => [where, what, why])])
}

test('a key that no converter knows is listed, wherever it stands', () => {
  for (const [format, model] of samples) {
    let listed = 0
    for (const keys of maps(model)) {
      const where = [...keys, 'zz-unknown'].join('.')
      const result = convertFrom(format, JSON.stringify(changed(model, [...keys, 'zz-unknown'], 'planted')))
      // Under names that people gave, a text is no element: that is refused.
      if (!result.ok) assert.match(result.issues[0]?.message ?? '', /wanted a map/, where)
      else if (result.notCarried.some((one) => one.where === where && one.what === '"planted"')) listed++
      else
        assert.ok(
          result.notCarried.some((one) => where.startsWith(`${one.where}.`)),
          `${format}: ${where}`,
        )
    }
    assert.ok(listed > 5, `${format}: ${listed}`)
  }
})

test('no value is read and then forgotten: changing any of them changes the file, the list or the verdict', () => {
  for (const [format, model] of samples) {
    const before = outcome(format, model)
    const forgotten = [...leaves(model)].filter(([keys, value]) => {
      const other =
        typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1_000 : `${value} changed`
      return outcome(format, changed(model, keys, other)) === before
    })
    const result = convertFrom(format, JSON.stringify(model))
    assert.ok(result.ok)
    // What was left as a whole is listed in short: its parts need not show.
    const whole = result.notCarried.map(({ where }) => `${where}.`)
    const paths = forgotten.map(([keys]) => keys.join('.'))
    const silent = paths.filter((path) => !whole.some((one) => path.startsWith(one)))
    assert.deepEqual(silent, [], format)
  }
})

test('whatever one value of a model becomes, the result is accepted or the model is refused with a place', () => {
  const value: fc.Arbitrary<Json> = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom<Json>(
      '\n# x',
      'a: b',
      '*a',
      '- ',
      '"',
      "'",
      '\u0000',
      '\u2028',
      '\ud800',
      '\ufeff',
      'constructor',
      'x'.repeat(5_000),
    ),
    fc.constantFrom<Json>(null, true, -1, 1e300, [], {}, [[]], [null], { a: {} }),
  )
  const cases = samples.flatMap(([format, model]) =>
    [...leaves(model)].map(([keys]) => [format, model, keys] as const),
  )
  const caseOf = (format: string, path: string): (typeof cases)[number] => {
    const found = cases.find(([of, , keys]) => of === format && keys.join('.') === path)
    assert.ok(found, path)
    return found
  }
  fc.assert(
    fc.property(fc.constantFrom(...cases), value, ([format, model, keys], to) => {
      const result = convertFrom(format, JSON.stringify(changed(model, keys, to)))
      if (!result.ok)
        assert.ok(result.issues.length > 0 && result.issues.every(({ position }) => position.line > 0))
      else {
        const parsed = parseDeviceFile(result.text)
        assert.ok(parsed.ok, `${keys.join('.')}: ${JSON.stringify(parsed)}`)
      }
    }),
    {
      numRuns: 250,
      // A text that is put together of a foreign one and words of ours.
      examples: [
        [
          caseOf('threagile', 'technical_assets.Collector.communication_links.Forward.authentication'),
          'x'.repeat(5_000),
        ],
      ],
    },
  )
})

test('as many components and flows come out as went in, whatever they are called', () => {
  const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 })
  const model = fc.record({
    names: fc.array(name, { minLength: 1, maxLength: 8 }),
    ends: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 6 }),
  })
  fc.assert(
    fc.property(model, ({ names, ends }) => {
      const at = (index: number): string => `c${index % names.length}`
      const result = convertFrom(
        'otm',
        JSON.stringify({
          otmVersion: '0.2.0',
          project: { id: 'p', name: names[0] },
          trustZones: [{ id: 'z', name: names[0], risk: { trustRating: 1 } }],
          components: names.map((one, index) => ({
            id: at(index),
            name: one,
            type: one,
            parent: { trustZone: 'z' },
          })),
          dataflows: ends.map(([from, to], index) => ({
            id: `f${index}`,
            name: `${index}`,
            source: at(from),
            destination: at(to),
          })),
        }),
      )
      assert.ok(result.ok, JSON.stringify(result))
      const parsed = parseDeviceFile(result.text)
      assert.ok(parsed.ok, `${JSON.stringify(parsed)}\n${result.text}`)
      assert.deepEqual(
        [parsed.file.components.length, parsed.file.interfaces.length],
        [names.length, ends.length],
      )
      assert.deepEqual(
        parsed.file.components.map((one) => one.name),
        names,
      )
    }),
    { numRuns: 150 },
  )
})

test('a text that is cut off or no model at all is refused or accepted, never thrown at', () => {
  const texts = samples.map(([, model]) => JSON.stringify(model, undefined, 1))
  const cut = fc.tuple(fc.constantFrom(...texts), fc.nat(4_000)).map(([text, at]) => text.slice(0, at))
  const noise = fc.array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '- ',
      '\n',
      '  ',
      '&a ',
      '*a',
      '<<: ',
      '"',
      "'",
      '#',
      '|',
      '!x ',
      'id',
      '1',
    ),
    { maxLength: 40 },
  )
  const text = fc.oneof(
    cut,
    noise.map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(fc.constantFrom(...sourceFormats), text, (format, one) => {
      const result = convertFrom(format, one)
      assert.ok(result.ok ? parseDeviceFile(result.text).ok : result.issues.length > 0, one)
    }),
    { numRuns: 400 },
  )
})
