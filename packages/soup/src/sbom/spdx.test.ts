import test from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import fc from 'fast-check'
import { readSbom } from './index.ts'
import type { ReadSbomResult, Sbom } from './types.ts'

function sbomOf(text: string): Sbom {
  const result = readSbom(utf8(text))
  assert.ok(result.ok, JSON.stringify(result))
  return result.sbom
}

function issueOf(text: string): string {
  const result: ReadSbomResult = readSbom(utf8(text))
  assert.ok(!result.ok, text)
  return `${result.issues[0]?.path}: ${result.issues[0]?.message}`
}

const cpe = 'cpe:2.3:a:haxx:curl:8.1.0:*:*:*:*:*:*:*'
const json = {
  spdxVersion: 'SPDX-2.3',
  SPDXID: 'SPDXRef-DOCUMENT',
  documentNamespace: 'https://example.org/pump',
  documentDescribes: ['SPDXRef-pump'],
  packages: [
    { SPDXID: 'SPDXRef-pump', name: 'pump', versionInfo: '2', primaryPackagePurpose: 'FIRMWARE' },
    {
      SPDXID: 'SPDXRef-curl',
      name: 'curl',
      versionInfo: '8.1.0',
      sourceInfo: 'CVEs fixed: CVE-2023-38545 CVE-2023-38546',
      externalRefs: [
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: 'pkg:generic/curl@8.1.0',
        },
        { referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: cpe },
      ],
    },
    { SPDXID: 'SPDXRef-odd', name: 'odd', versionInfo: 'NOASSERTION' },
  ],
}
const tagValue = `## a comment
SPDXVersion: SPDX-2.3
DocumentNamespace: https://example.org/pump
CreatorComment: <text>one
PackageName: not a package
three</text>
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-pump

PackageName: pump
SPDXID: SPDXRef-pump
PackageVersion: 2
PrimaryPackagePurpose: FIRMWARE

FileName: ./a.c
SPDXID: SPDXRef-file

PackageName: curl
SPDXID: SPDXRef-curl
PackageVersion: 8.1.0
PackageSourceInfo: <text>CVEs fixed: CVE-2023-38545 CVE-2023-38546</text>
ExternalRef: PACKAGE-MANAGER purl pkg:generic/curl@8.1.0
ExternalRef: SECURITY cpe23Type ${cpe}

PackageName: odd
SPDXID: SPDXRef-odd
PackageVersion: NOASSERTION
`

test('readSbom() reads packages, their purls, CPE names and fixed CVEs from SPDX 2 JSON', () => {
  const { components, subject, specVersion, serialNumber } = sbomOf(JSON.stringify(json))
  assert.deepEqual(
    [specVersion, serialNumber, subject],
    ['2.3', json.documentNamespace, { name: 'pump', version: '2' }],
  )
  const fix = { claim: 'patched', source: 'recipe' }
  assert.deepEqual(components, [
    { name: 'pump', type: 'firmware', version: '2', path: '/packages/0' },
    {
      name: 'curl',
      type: 'library',
      version: '8.1.0',
      purl: 'pkg:generic/curl@8.1.0',
      cpes: [cpe],
      fixes: [
        { vulnerability: 'CVE-2023-38545', ...fix },
        { vulnerability: 'CVE-2023-38546', ...fix },
      ],
      path: '/packages/1',
    },
    { name: 'odd', type: 'library', path: '/packages/2' },
  ])
})

test('readSbom() reads the same from tag-value, whichever way its lines end', () => {
  const plain = ({ components }: Sbom): object[] =>
    components.map((component) => ({ ...component, path: '' }))
  for (const end of ['\n', '\r\n', '\r']) {
    const sbom = sbomOf(tagValue.replaceAll('\n', end))
    assert.deepEqual(plain(sbom), plain(sbomOf(JSON.stringify(json))))
    assert.deepEqual(sbom.subject, { name: 'pump', version: '2' })
  }
  assert.equal(sbomOf(tagValue).components[1]?.path, 'line 17')
})

test('readSbom() says in which line of a tag-value document something is wrong', () => {
  assert.match(issueOf(`${tagValue}nothing here\n`), /^line 27: found no "Tag: value"/)
  assert.match(
    issueOf(`${tagValue}PackageComment: <text>cut`),
    /^line 27: the <text> of PackageComment is never/,
  )
  assert.match(issueOf(tagValue.replace('SPDX-2.3', 'SPDX-4.0')), /^\/spdxVersion/)
})

test('readSbom() refuses an SPDX document with a package that it cannot read, and says which', () => {
  const packages: unknown[] = [{ name: 'a' }, { SPDXID: 'x' }, 7, { name: 7 }]
  const result = readSbom(utf8(JSON.stringify({ ...json, packages })))
  assert.ok(!result.ok)
  assert.deepEqual(
    result.issues.map(({ path }) => path),
    ['/packages/1/name', '/packages/2', '/packages/3/name'],
  )
  assert.match(issueOf(JSON.stringify({ ...json, packages: {} })), /^\/packages: found a object/)
})

const graph = [
  { type: 'CreationInfo', '@id': '_:c', specVersion: '3.0.1' },
  { type: 'SpdxDocument', spdxId: 'urn:doc', rootElement: ['urn:sbom'] },
  { type: 'software_Sbom', spdxId: 'urn:sbom', rootElement: ['urn:pump'] },
  { type: 'software_Package', spdxId: 'urn:pump', name: 'pump', software_primaryPurpose: 'firmware' },
  {
    type: 'https://spdx.org/rdf/3.0.1/terms/Software/Package',
    spdxId: 'urn:curl',
    name: 'curl',
    software_packageVersion: '8.1.0',
    externalIdentifier: [
      {
        type: 'ExternalIdentifier',
        externalIdentifierType: 'packageUrl',
        identifier: 'pkg:generic/curl@8.1.0',
      },
      { type: 'ExternalIdentifier', externalIdentifierType: 'cpe23', identifier: cpe },
    ],
  },
  {
    type: 'security_Vulnerability',
    spdxId: 'urn:v1',
    externalIdentifier: [{ externalIdentifierType: 'cve', identifier: 'CVE-2023-38545' }],
  },
  { type: 'security_Vulnerability', spdxId: 'urn:v2', name: 'CVE-2023-38546' },
  { type: 'security_VexFixedVulnAssessmentRelationship', from: 'urn:v1', to: ['urn:curl'] },
  { type: 'security_VexNotAffectedVulnAssessmentRelationship', from: 'urn:v2', to: ['urn:curl'] },
  { type: 'Relationship', from: 'urn:curl', to: ['urn:curl'], relationshipType: 'dependsOn' },
  { type: 'build_Build', spdxId: 'urn:b' },
]
const context = 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld'

test('readSbom() reads packages and settled weaknesses from SPDX 3 JSON-LD, and counts other elements', () => {
  const sbom = sbomOf(JSON.stringify({ '@context': context, '@graph': graph }))
  assert.deepEqual([sbom.specVersion, sbom.subject], ['3.0.1', { name: 'pump' }])
  assert.deepEqual(sbom.notUnderstood, { build_Build: 1 })
  assert.deepEqual(sbom.components, [
    { name: 'pump', type: 'firmware', path: '/@graph/3' },
    {
      name: 'curl',
      type: 'library',
      version: '8.1.0',
      purl: 'pkg:generic/curl@8.1.0',
      cpes: [cpe],
      fixes: [
        { vulnerability: 'CVE-2023-38545', claim: 'patched', source: 'vex' },
        { vulnerability: 'CVE-2023-38546', claim: 'not-affected', source: 'vex' },
      ],
      path: '/@graph/4',
    },
  ])
})

test('readSbom() refuses an SPDX 3 document without a version or a graph', () => {
  assert.match(issueOf(JSON.stringify({ '@context': context, '@graph': graph.slice(1) })), /specVersion/)
  assert.match(issueOf(JSON.stringify({ '@context': context, '@graph': {} })), /^\/@graph: found a object/)
  assert.match(issueOf(JSON.stringify({ '@context': context, '@graph': [7] })), /not an object/)
})

test('readSbom() never throws on any JSON under the keys of SPDX, or on any text after a tag-value head', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      readSbom(utf8(JSON.stringify({ ...json, packages: value })))
      readSbom(utf8(JSON.stringify({ '@context': context, '@graph': [...graph, value] })))
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => void readSbom(utf8(`SPDXVersion: SPDX-2.3\n${text}`))))
})
