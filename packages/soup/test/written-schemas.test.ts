/** What is written holds to the published schemas, over texts, purls and names as they come. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type AnySchema, Ajv, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { type Advisory, justifications, readSbom, scanSbom, vexLinesOf, writeVdr } from '../src/index.ts'
import { utf8 } from '@pericard/base'
import { writeCsafVex } from '../src/vex/write/csaf.ts'
import { writeCycloneDxVex } from '../src/vex/write/cyclonedx.ts'
import { writeOpenVex } from '../src/vex/write/openvex.ts'
import type { VexHead, VexLine } from '../src/vex/write/report.ts'

const schemaIn = (name: string): AnySchema =>
  JSON.parse(
    readFileSync(new URL(`../../../conformance/schemas/${name}.json`, import.meta.url), 'utf8'),
  ) as AnySchema
const options = { strict: false, allErrors: true } as const
const formats = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  uri: (text: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(text) && !/\s/.test(text),
  'iri-reference': (text: string): boolean => !/\s/.test(text),
} as const
const others = ['email', 'idn-email', 'uri-reference', 'hostname', 'regex', 'date', 'time'] as const

function withFormats(ajv: Ajv): Ajv {
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format)
  for (const name of others) ajv.addFormat(name, true)
  return ajv
}

function cycloneDx(): ValidateFunction {
  const ajv = withFormats(new Ajv(options))
  ajv.addSchema(schemaIn('spdx'), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json')
  ajv.addSchema(schemaIn('jsf-0.82'), 'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json')
  return ajv.compile(schemaIn('cyclonedx-1.6'))
}

function csaf(): ValidateFunction {
  const ajv = withFormats(new Ajv2020(options))
  // No scores are written, so what CVSS asks of them is not needed.
  for (const version of ['2.0', '3.0', '3.1'])
    ajv.addSchema({ not: {} }, `https://www.first.org/cvss/cvss-v${version}.json`)
  return ajv.compile(schemaIn('csaf-2.0'))
}

/** The rules of OpenVEX 0.2.0 (its JSON schema): keys, what each status needs, and no justification beside an impact statement. */
function openVex(): ValidateFunction {
  const text = { type: 'string', minLength: 1 }
  const closed = (required: string[], properties: object): object => ({
    ...{ type: 'object', required, properties, additionalProperties: false },
  })
  const list = (items: object): object => ({ type: 'array', uniqueItems: true, minItems: 1, items })
  const when = (status: string, then: object): object => ({
    ...{ if: { properties: { status: { const: status } } }, then },
  })
  const only = (one: string, other: string): object => ({ required: [one], not: { required: [other] } })
  const statement = {
    ...closed(['vulnerability', 'status'], {
      vulnerability: closed(['name'], { name: text, aliases: list(text) }),
      products: list(
        closed([], { '@id': { type: 'string', format: 'uri' }, identifiers: closed([], { purl: text }) }),
      ),
      status: { enum: ['not_affected', 'affected', 'fixed', 'under_investigation'] },
      justification: { enum: [...justifications] },
      ...{ impact_statement: text, status_notes: text, action_statement: text },
    }),
    allOf: [
      when('not_affected', {
        oneOf: [only('justification', 'impact_statement'), only('impact_statement', 'justification')],
      }),
      when('affected', { required: ['action_statement'] }),
    ],
  }
  const uri = { type: 'string', format: 'uri' }
  return withFormats(new Ajv2020(options)).compile(
    closed(['@context', '@id', 'author', 'timestamp', 'version', 'statements'], {
      ...{ '@context': { const: 'https://openvex.dev/ns/v0.2.0' }, '@id': uri, author: text },
      ...{ timestamp: { type: 'string', format: 'date-time' }, version: { type: 'integer', minimum: 1 } },
      statements: list(statement),
    }),
  )
}

const writers = {
  CycloneDX: [writeCycloneDxVex, cycloneDx()],
  CSAF: [writeCsafVex, csaf()],
  OpenVEX: [writeOpenVex, openVex()],
} as const
const purls = [
  'pkg:npm/%40scope/tool@1.0.0',
  'pkg:deb/debian/zlib1g@1.2.13?distro=bookworm',
  'pkg:golang/github.com/a/b@v1.0.0#sub',
  'pkg:npm/other@1.0.0',
  'pkg:generic/x%20y@1',
]
const line: fc.Arbitrary<VexLine> = fc.record(
  {
    vulnerability: fc.constantFrom(
      'CVE-2020-1000',
      'CVE-2021-20000',
      'GHSA-dddd-eeee-ffff',
      'RUSTSEC-2020-1',
    ),
    aliases: fc.uniqueArray(fc.constantFrom('GHSA-aaaa-bbbb-cccc', 'CVE-2019-1234', 'PYSEC-1'), {
      maxLength: 2,
    }),
    status: fc.constantFrom('not_affected', 'affected', 'fixed', 'under_investigation'),
    justification: fc.constantFrom(...justifications),
    because: fc.string({ minLength: 1 }),
    action: fc.string({ minLength: 1 }),
    components: fc.uniqueArray(fc.constantFrom(...purls), { minLength: 1 }),
  },
  { requiredKeys: ['vulnerability', 'aliases', 'status', 'because', 'action', 'components'] },
)
const head: fc.Arbitrary<VexHead> = fc.record(
  {
    author: fc.string({ minLength: 1 }),
    namespace: fc.constant('https://aurea.example'),
    now: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    subject: fc.constantFrom({ name: 'pump' }, { name: 'pump', version: '2' }),
  },
  { requiredKeys: ['author', 'namespace', 'now'] },
)

for (const [name, [write, validate]] of Object.entries(writers)) {
  test(`${name}: every document that is written holds to the schema`, () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(line, {
          minLength: 1,
          maxLength: 6,
          selector: ({ vulnerability, status, because }) => `${vulnerability} ${status} ${because}`,
        }),
        head,
        (lines, of) => {
          const document = JSON.parse(JSON.stringify(write(lines, of))) as object
          assert.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 3)))
        },
      ),
      { numRuns: 60 },
    )
  })

  test(`${name}: the schema is looked at: with a key of a statement gone or odd it is refused`, () => {
    const lines: VexLine[] = [
      {
        ...{
          vulnerability: 'CVE-2020-1000',
          aliases: [],
          status: 'affected',
          because: 'read',
          action: 'update',
        },
        components: ['pkg:npm/other@1.0.0'],
      },
    ]
    const text = JSON.stringify(
      write(lines, { author: 'A', namespace: 'https://a.example', now: 0, subject: { name: 'pump' } }),
    )
    assert.equal(validate(JSON.parse(text)), true)
    const odd = text
      .replace('"exploitable"', '"odd"')
      .replace('"publisher":', '"odd":')
      .replace('"status":"affected"', '"status":"odd"')
    assert.notEqual(odd, text)
    assert.equal(validate(JSON.parse(odd)), false)
  })
}

test('the disclosure report holds to CycloneDX 1.6, with scores of every version, names without purl and settled findings', () => {
  const validate = cycloneDx()
  const components = ['tool', 'other'].map((name) => ({
    ...{ type: 'library', name, version: '1.0.0', purl: `pkg:npm/${name}@1.0.0` },
  }))
  const read = readSbom(
    utf8(
      JSON.stringify({
        ...{ bomFormat: 'CycloneDX', specVersion: '1.6', components: [...components, components[0]] },
        metadata: { component: { type: 'device', name: 'pump', version: '2' } },
      }),
    ),
  )
  assert.ok(read.ok)
  const vectors = [
    'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'AV:N/AC:L/Au:N/C:P/I:P/A:P',
    '',
  ]
  const advisories = vectors.map(
    (cvss, index): Advisory => ({
      ...{ id: `CVE-2020-${1000 + index}`, source: 'OSV', modified: 1, withdrawn: false, summary: 'x', cvss },
      aliases: index === 0 ? ['GHSA-aaaa-bbbb-cccc'] : [],
      affected: ['tool', 'other'].map((name) => ({
        ...{ ecosystem: 'npm', name, ranges: [], versions: new Set(['1.0.0']) },
      })),
    }),
  )
  const scan = scanSbom({ sbom: read.sbom, advisories, now: 0 })
  const report = JSON.parse(JSON.stringify(writeVdr(scan, { now: 0, subject: { name: 'pump' } }))) as object
  assert.ok(validate(report), JSON.stringify(validate.errors?.slice(0, 3)))
})

test('one purl twice in an SBOM, patched in one place and open in the other, is stated once, as open', () => {
  const purl = 'pkg:npm/tool@1.0.0'
  const component = { type: 'library', name: 'tool', version: '1.0.0', purl }
  const patched = { patches: [{ type: 'backport', resolves: [{ type: 'security', id: 'CVE-2020-1000' }] }] }
  const advisory: Advisory = {
    ...{ id: 'CVE-2020-1000', source: 'OSV', modified: 1, withdrawn: false, summary: '', aliases: [] },
    affected: [{ ecosystem: 'npm', name: 'tool', ranges: [], versions: new Set(['1.0.0']) }],
  }
  for (const components of [
    [{ ...component, pedigree: patched }, component],
    [component, { ...component, pedigree: patched }],
    [{ ...component, pedigree: patched }],
  ]) {
    const read = readSbom(utf8(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components })))
    assert.ok(read.ok)
    const scan = scanSbom({ sbom: read.sbom, advisories: [advisory], now: 0 })
    const said = vexLinesOf({ scan, about: () => undefined })
    const wanted = components.length === 1 ? 'fixed' : 'under_investigation'
    assert.deepEqual(
      said.map((line) => [line.status, line.components]),
      [[wanted, [purl]]],
    )
  }
})
