/** Each format out and in again; what is found undecided never comes back as a decision that silences. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { utf8 } from '@pericard/base'
import { readVex } from '../read.ts'
import { writeCsafVex } from './csaf.ts'
import { writeCycloneDxVex } from './cyclonedx.ts'
import { writeOpenVex } from './openvex.ts'
import type { VexHead, VexLine } from './report.ts'

const head: VexHead = {
  ...{ author: 'Aurea', namespace: 'https://aurea.example', now: Date.UTC(2026, 0, 2) },
  subject: { name: 'pump', version: '2' },
}
const lines: VexLine[] = [
  {
    ...{
      vulnerability: 'CVE-2020-1000',
      aliases: ['GHSA-aaaa-bbbb-cccc'],
      status: 'not_affected',
      action: '',
    },
    ...{
      justification: 'vulnerable_code_not_in_execute_path',
      because: 'vulnerable_code_not_in_execute_path: never called',
    },
    components: ['pkg:npm/%40scope/tool@1.0.0', 'pkg:deb/debian/zlib1g@1.2.13?distro=bookworm'],
  },
  {
    ...{
      vulnerability: 'CVE-2020-1000',
      aliases: ['GHSA-aaaa-bbbb-cccc'],
      status: 'affected',
      action: 'Update to 2.0.0.',
    },
    ...{ because: 'reached by the parser', components: ['pkg:npm/other@1.0.0'] },
  },
  {
    ...{ vulnerability: 'GHSA-dddd-eeee-ffff', aliases: [], status: 'under_investigation', action: '' },
    ...{ because: 'not assessed yet', components: ['pkg:npm/other@1.0.0'] },
  },
  {
    ...{
      vulnerability: 'CVE-2021-2',
      aliases: [],
      status: 'fixed',
      action: '',
      because: 'patched in our build',
    },
    components: ['pkg:npm/other@1.0.0'],
  },
]
const writers = { OpenVEX: writeOpenVex, CycloneDX: writeCycloneDxVex, CSAF: writeCsafVex }

for (const [name, write] of Object.entries(writers)) {
  test(`${name}: what is written is read as the same decisions, and the same lines give the same bytes`, () => {
    const text = JSON.stringify(write(lines, head))
    assert.equal(text, JSON.stringify(write(lines, head)))
    const read = readVex(utf8(text))
    assert.ok(read.ok, JSON.stringify(read))
    assert.deepEqual(read.notUnderstood, {})
    const said = read.statements.flatMap(({ vulnerability, status, components, author, because }) =>
      components.map((purl) => [vulnerability, status, purl.name, author, because.includes('never called')]),
    )
    assert.deepEqual(said.map(String).sort(), [
      ...[
        ',affected,other,Aurea,false',
        ',not_affected,tool,Aurea,true',
        ',not_affected,zlib1g,Aurea,true',
      ].map((rest) => `CVE-2020-1000${rest}`),
      'CVE-2021-2,fixed,other,Aurea,false',
      'GHSA-dddd-eeee-ffff,under_investigation,other,Aurea,false',
    ])
  })

  test(`${name}: cut or with a key gone, it is refused or says less, and never throws`, () => {
    const text = JSON.stringify(write(lines, head))
    for (let length = 0; length < text.length; length += 7)
      assert.equal(readVex(utf8(text.slice(0, length))).ok, false)
    for (const [key] of text.matchAll(/"[a-z_@]+":/gi)) {
      const read = readVex(utf8(text.replace(key, '"x":')))
      if (read.ok) assert.ok(read.statements.length <= 5, key)
    }
  })
}

test('a "not affected" without a reason is refused in each format', () => {
  const [first] = lines
  assert.ok(first)
  const bare = (text: string): string =>
    text
      .replaceAll(/"(justification|impact_statement|detail|label)":"[^"]*",?/g, '')
      .replaceAll(/"(flags|threats)":\[[^\]]*\][^\]]*\],?/g, '')
      .replaceAll(',}', '}')
  for (const [name, write] of Object.entries(writers)) {
    const read = readVex(utf8(bare(JSON.stringify(write([first], head)))))
    assert.equal(read.ok, false, name)
    assert.match(read.ok ? '' : (read.issues[0]?.message ?? ''), /needs a/, name)
  }
})
