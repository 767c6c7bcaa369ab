/** What is written for code hosts holds to the published schema of SARIF 2.1.0. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import type { SoupFinding, SourceAge } from '@pericard/soup'
import { renderSoupSarif } from './soup.ts'

function sarif(): ValidateFunction {
  const path = new URL('../../../../conformance/schemas/sarif-2.1.0.json', import.meta.url)
  // The schema is of draft 4; what it uses of it means the same in draft 7, its own name apart.
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
  ajv.addFormat('date-time', true)
  ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:[^\s]*$/i)
  ajv.addFormat('uri-reference', /^(?:[a-z][a-z0-9+.-]*:|[^:\s]*(?:[/?#]|$))[^\s]*$/i)
  return ajv.compile(schema)
}

const finding: SoupFinding = {
  ...{ component: 'tool', version: '1.0.0', purl: 'pkg:npm/tool@1.0.0', vulnerability: 'CVE-2020-1' },
  ...{ aliases: [], summary: '', lowers: [], because: 'x', tier: 'purl' },
  ...{ statements: [], disagree: false, fixed: [] },
}
const stale: SourceAge = { source: 'osv', records: 1, stale: true }

test('findings and stale data hold to the schema, wherever the SBOM lies', () => {
  const validate = sarif()
  for (const path of [
    'sbom.json',
    'a folder/with blanks.json',
    '/abs/sbom.json',
    'C:\\x\\s.json',
    'a:b.json',
  ]) {
    const log = renderSoupSarif([finding, finding, { ...finding, summary: 'x' }], path, [stale])
    assert.ok(validate(JSON.parse(log)), `${path} ${JSON.stringify(validate.errors?.slice(0, 3))}`)
  }
  assert.ok(validate(JSON.parse(renderSoupSarif([], 'sbom.json'))))
})

test('the schema is looked at: with a level that there is none of it is refused', () => {
  const log = renderSoupSarif([finding], 'sbom.json').replace('"warning"', '"odd"')
  assert.equal(sarif()(JSON.parse(log)), false)
})
