import test from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import { soupLimits } from '../limits.ts'
import { readSbom } from './index.ts'
import type { ReadSbomResult, Sbom } from './types.ts'

function read(text: string): ReadSbomResult {
  return readSbom(utf8(text))
}

function sbomOf(text: string): Sbom {
  const result = read(text)
  assert.ok(result.ok, JSON.stringify(result))
  return result.sbom
}

const document = `<?xml version="1.0" encoding="utf-8"?>
<cdx:bom xmlns:cdx="http://cyclonedx.org/schema/bom/1.6" serialNumber="urn:uuid:1" version="1">
  <cdx:metadata><cdx:component type="firmware"><cdx:name>pump</cdx:name><cdx:version>2</cdx:version></cdx:component></cdx:metadata>
  <cdx:components>
    <cdx:component type="library" bom-ref="a">
      <cdx:group>org.x</cdx:group><cdx:name>busybox</cdx:name><cdx:version> 1.35 </cdx:version>
      <cdx:licenses><cdx:license><cdx:name>not the name</cdx:name></cdx:license></cdx:licenses>
      <cdx:cpe>cpe:2.3:a:busybox:busybox:1.35:*:*:*:*:*:*:*</cdx:cpe>
      <cdx:purl>pkg:generic/busybox@1.35?a=1&amp;b=2</cdx:purl>
      <cdx:pedigree><cdx:patches><cdx:patch type="backport"><cdx:resolves>
        <cdx:issue type="security"><cdx:id>CVE-2022-28391</cdx:id></cdx:issue>
      </cdx:resolves></cdx:patch></cdx:patches></cdx:pedigree>
      <cdx:components><cdx:component type="file"><cdx:name><![CDATA[inner <1>]]></cdx:name></cdx:component></cdx:components>
      <other xmlns="http://example.org/"><name>not the name either</name></other>
    </cdx:component>
  </cdx:components>
  <cdx:services><cdx:service/><cdx:service/></cdx:services>
</cdx:bom>`

test('readSbom() reads CycloneDX XML as it reads the same document in JSON', () => {
  const json = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:1',
    metadata: { component: { type: 'firmware', name: 'pump', version: '2' } },
    components: [
      {
        type: 'library',
        'bom-ref': 'a',
        group: 'org.x',
        name: 'busybox',
        version: '1.35',
        cpe: 'cpe:2.3:a:busybox:busybox:1.35:*:*:*:*:*:*:*',
        purl: 'pkg:generic/busybox@1.35?a=1&b=2',
        pedigree: { patches: [{ resolves: [{ type: 'security', id: 'CVE-2022-28391' }] }] },
        components: [{ type: 'file', name: 'inner <1>' }],
      },
    ],
    services: [{}, {}],
  }
  assert.deepEqual(sbomOf(document), { ...sbomOf(JSON.stringify(json)), format: 'CycloneDX XML' })
})

test('readSbom() refuses XML that declares anything, before an entity can grow or be fetched', () => {
  const bom = '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components/></bom>'
  sbomOf(bom)
  const names = 'abcdefghij'.split('')
  const laughs = names.map((name, at) => {
    const inner = names[at - 1] === undefined ? 'ha' : `&${names[at - 1]};`.repeat(10)
    return `<!ENTITY ${name} "${inner}">`
  })
  for (const declaration of [
    `<!DOCTYPE bom [${laughs.join('')}]>`,
    '<!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE bom SYSTEM "http://example.org/bom.dtd">',
    '<!DOCTYPE bom>',
  ]) {
    const result = read(`${declaration}${bom.replace('<components/>', '<components>&j;</components>')}`)
    assert.ok(!result.ok)
    assert.match(result.issues[0]?.message ?? '', /document type declaration/)
  }
})

test('readSbom() refuses entities that XML does not have, even those of HTML', () => {
  for (const entity of ['&nbsp;', '&x;', '&#x110000;', '&']) {
    assert.equal(read(document.replace('busybox<', `busy${entity}box<`)).ok, false, entity)
  }
  const { components } = sbomOf(document.replace('busybox<', 'busy&#98;ox<'))
  assert.equal(components[0]?.name, 'org.x/busybox')
})

test('readSbom() refuses XML that is cut anywhere, and says in which line', () => {
  for (let length = 0; length < document.length; length++) {
    assert.equal(read(document.slice(0, length)).ok, false, `cut at ${length}`)
  }
  const cut = read(document.slice(0, document.indexOf('<cdx:services>')))
  assert.ok(!cut.ok)
  assert.match(cut.issues[0]?.path ?? '', /^line 1\d$/)
})

test('readSbom() bounds depth and text of XML', () => {
  const open = '<x>'.repeat(soupLimits.sbomDepthMax)
  const deep = read(`<bom xmlns="http://cyclonedx.org/schema/bom/1.6">${open}`)
  assert.ok(!deep.ok)
  assert.match(deep.issues[0]?.message ?? '', /deep/)
  const long = read(document.replace('>busybox<', `>${'b'.repeat(100_000)}<`))
  assert.ok(!long.ok)
  assert.equal(long.issues[0]?.path, '/components/0/name')
})

test('readSbom() refuses a version of CycloneDX that it does not know, in XML too', () => {
  for (const version of ['1.1', '1.8', '']) {
    const result = read(document.replace('/bom/1.6', `/bom/${version}`))
    assert.ok(!result.ok)
    assert.equal(result.issues[0]?.path, '/specVersion')
  }
})
