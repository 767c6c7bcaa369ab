import test from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import fc from 'fast-check'
import { readAdvisories } from './index.ts'
import { Fault } from './reading.ts'
import { parseToml } from './toml.ts'

test('parseToml() reads what advisory databases write', () => {
  const text = [
    '# head',
    'id = "A\\t\\u00e9" # note',
    "path = 'C:\\x'",
    'list = [1, -2.5, # two',
    '  true, ["x"], ]',
    'at = 2024-01-02T03:04:05Z',
    'in = { a = 1, b.c = "d" }',
    '[table."quoted key"]',
    'long = """',
    'one "two" \\',
    '   three"""',
    '[[affected]]',
    'pkg = "a"',
    '[[affected.versions]]',
    'introduced = "1"',
    '[[affected]]',
    'pkg = "b"',
  ].join('\n')
  assert.deepEqual(parseToml(text), {
    id: 'A\té',
    path: 'C:\\x',
    list: [1, -2.5, true, ['x']],
    at: '2024-01-02T03:04:05Z',
    in: { a: 1, b: { c: 'd' } },
    table: { 'quoted key': { long: 'one "two" three' } },
    affected: [{ pkg: 'a', versions: [{ introduced: '1' }] }, { pkg: 'b' }],
  })
})

test('parseToml() says in which line something is wrong', () => {
  for (const [text, message] of [
    ['a = 1\na = 2', /line 2: "a" is there twice/],
    ['a = ', /line 1: wanted a value/],
    ['a = "x\n"', /line 1: wanted a text/],
    ['a = [1 2]', /wanted "," or "]"/],
    ['a = 1 b = 2', /wanted the end of the line/],
    ['a = 1\n[[a]]', /no array of tables/],
    ['a = "\\q"', /is no escape/],
    [`a = ${'['.repeat(100)}`, /nested too deep/],
  ] as const) {
    assert.throws(
      () => parseToml(text),
      (error) => error instanceof Fault && message.test(error.message),
      text,
    )
  }
})

test('parseToml() gives an object or a Fault for any text, and no name reaches a prototype', () => {
  const piece = fc.constantFrom(
    '[',
    ']',
    '[[',
    '{',
    '}',
    '=',
    ',',
    '.',
    '"',
    "'",
    '"""',
    '\\',
    '\n',
    ' ',
    'a',
    '__proto__',
    '1',
    '#',
    'true',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        assert.equal(Object.getPrototypeOf(parseToml(pieces.join(''))), Object.prototype)
      } catch (error) {
        if (!(error instanceof Fault)) throw error
      }
    }),
    { numRuns: 3000 },
  )
  assert.equal(({} as Record<string, unknown>)['x'], undefined)
  parseToml('[__proto__]\nx = 1')
  assert.equal(({} as Record<string, unknown>)['x'], undefined)
})

test('readAdvisories() reads pages of the Haskell and Julia databases, and passes links and reserved pages', () => {
  const page = (toml: string): string => `\`\`\`toml\n${toml}\n\`\`\`\n\n# A title\n\nText.\n`
  const haskell =
    '[advisory]\nid = "HSEC-2023-0002"\naliases = ["CVE-2022-31053"]\n[[affected]]\npackage = "biscuit"\ncvss = "AV:N/AC:L/Au:N/C:C/I:C/A:C"\n[[affected.versions]]\nintroduced = "0.1"\nfixed = "0.2"'
  const julia =
    'id = "JLSEC-2025-1"\nmodified = 2026-07-18T02:44:25.521Z\n[[affected]]\npkg = "HTTP"\nranges = ["< 1.10.17"]'
  const rows = [
    { path: 'a.md', text: page(haskell) },
    { path: 'b.md', text: page(julia) },
    { path: 'c.md', text: '../a.md' },
    { path: 'reserved.md', text: '' },
  ]
  const read = readAdvisories(utf8(rows.map((row) => JSON.stringify(row)).join('\n')))
  assert.ok(read.ok, JSON.stringify(read))
  assert.deepEqual(
    read.advisories.map(({ id, aliases, summary, affected }) => [
      id,
      aliases,
      summary,
      affected.map(({ ecosystem, name, ranges }) => [
        ecosystem,
        name,
        ranges[0]?.events.map((each) => each.version),
      ]),
    ]),
    [
      ['HSEC-2023-0002', ['CVE-2022-31053'], 'A title', [['Hackage', 'biscuit', ['0.1', '0.2']]]],
      ['JLSEC-2025-1', [], 'A title', [['Julia', 'HTTP', ['0', '1.10.17']]]],
    ],
  )
})
