import test from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import type { Advisory } from '../advisories/types.ts'
import { readSbom } from '../sbom/index.ts'
import type { SbomComponent } from '../sbom/types.ts'
import { scanSbom, type SoupScan } from '../scan.ts'
import { writeVdr } from './vdr.ts'

const advisory: Advisory = {
  id: 'GHSA-1',
  source: 'OSV',
  modified: 1000,
  withdrawn: false,
  aliases: ['CVE-2020-1000'],
  summary: 'what happens',
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  affected: [
    {
      ecosystem: 'npm',
      name: 'tool',
      ranges: [
        {
          order: 'npm',
          events: [
            { kind: 'introduced', version: '0' },
            { kind: 'fixed', version: '2.0.0' },
          ],
        },
      ],
      versions: new Set(),
    },
  ],
}

function scan(...components: readonly Partial<SbomComponent>[]): SoupScan {
  const all = components.map((each, index) => ({
    name: 'tool',
    type: 'library',
    path: `/components/${index}`,
    ...each,
  }))
  const sbom = { format: 'CycloneDX JSON', specVersion: '1.6', components: all, notUnderstood: {} } as const
  return scanSbom({ sbom, advisories: [advisory], now: 2000 })
}

test('writeVdr() lists each vulnerability once, open ones in triage and settled ones with their reason', () => {
  const fixes = [
    { vulnerability: 'CVE-2020-1000', claim: 'patched', source: 'vex', because: 'ours (A)' },
  ] as const
  const result = scan(
    { purl: 'pkg:npm/tool@1.0.0' },
    { purl: 'pkg:npm/tool@1.1.0' },
    { purl: 'pkg:npm/tool@1.2.0', fixes },
    { purl: 'pkg:npm/tool@2.0.0' },
  )
  const report = writeVdr(result, { subject: { name: 'pump', version: '3' }, now: 0 }) as {
    vulnerabilities: {
      id: string
      analysis: object
      affects: object[]
      ratings: object[]
      references: object[]
    }[]
    components: object[]
  }
  assert.deepEqual(
    report.vulnerabilities.map(({ id, analysis, affects, ratings, references }) => [
      id,
      analysis,
      affects,
      ratings.length + references.length,
    ]),
    [
      [
        'CVE-2020-1000',
        { state: 'in_triage' },
        [{ ref: 'pkg:npm/tool@1.0.0' }, { ref: 'pkg:npm/tool@1.1.0' }],
        2,
      ],
      ['CVE-2020-1000', { state: 'resolved', detail: 'ours (A)' }, [{ ref: 'pkg:npm/tool@1.2.0' }], 2],
    ],
  )
  assert.equal(report.components.length, 3)
  assert.equal(readSbom(utf8(JSON.stringify(report))).ok, true)
})

test('writeVdr() lists nothing where nothing is found', () => {
  const report = writeVdr(scan({ purl: 'pkg:npm/tool@2.0.0' }), { now: 0 }) as { vulnerabilities: object[] }
  assert.deepEqual(report.vulnerabilities, [])
})
