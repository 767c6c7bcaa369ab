import assert from 'node:assert/strict'
import test from 'node:test'
import { type Json, utf8 } from '@pericard/base'
import type { Advisory } from '../advisories/types.ts'
import type { Sbom, SbomComponent } from '../sbom/types.ts'
import { scanSbom } from '../scan.ts'
import { applyDecisions, type DecidedScan } from './apply.ts'
import { emptyRegister, readRegister, registerLines } from './register.ts'
import { bindingOf, standingOf } from './standing.ts'
import type { Decision } from './types.ts'

const now = Date.UTC(2026, 5, 1)
const component: SbomComponent = {
  ...{ name: 'tool', type: 'library', path: '/components/0', version: '1.0.0' },
  purl: 'pkg:npm/tool@1.0.0?vcs_url=x',
}
const facts: Record<string, Json> = {
  'interfaces/uplink': { reach: 'remote', validation: ['schema'] },
  'soup/tool': { purpose: 'parses' },
}
const decision: Decision = {
  ...{
    vulnerability: 'CVE-2020-1001',
    aliases: ['GHSA-1'],
    status: 'not_affected',
    by: 'ada',
    at: now - 1000,
  },
  ...{ because: 'vulnerable_code_not_in_execute_path: never called', release: 'pump 1' },
  justification: 'vulnerable_code_not_in_execute_path',
  ...(bindingOf({ component, facts }) ?? assert.fail('the component has an identity')),
}
const why = (
  change: Partial<SbomComponent>,
  other: Partial<{ facts: typeof facts; now: number }> = {},
  of = decision,
): string => {
  const standing = standingOf(of, { component: { ...component, ...change }, facts, now, ...other })
  return standing.holds ? 'holds' : standing.why.join(' | ')
}

test('a decision holds for the next release as long as identity, version, patches and facts do', () => {
  assert.equal(why({}), 'holds')
  assert.equal(
    why({ path: '/components/7', purl: 'pkg:npm/tool@1.0.0' }),
    'holds',
    'where it stands does not matter',
  )
  assert.equal(
    why({ version: '1.0.1', purl: 'pkg:npm/tool@1.0.1' }),
    'it was about version 1.0.0, and this is 1.0.1',
  )
  assert.equal(why({ purl: 'pkg:npm/other@1.0.0' }), 'it was about pkg:npm/tool, and this is pkg:npm/other')
  assert.equal(why({ purl: 'pkg:npm/%40fork/tool@1.0.0' }).startsWith('it was about pkg:npm/tool'), true)
})

test('a range of versions carries it on, to its end and not beyond', () => {
  const ranged = { ...decision, versions: 'vers:npm/>=1.0.0|<2.0.0' }
  assert.equal(why({ version: '1.9.9' }, {}, ranged), 'holds')
  assert.match(why({ version: '2.0.0' }, {}, ranged), /it was about vers:npm/)
  assert.match(why({ version: 'no version' }, {}, ranged), /and this is no version/)
})

test('another patch set, another fact of the device file and the end of its time open it again, each by name', () => {
  const fixes = [{ vulnerability: 'CVE-2019-9', claim: 'patched', source: 'pedigree' }] as const
  assert.equal(why({ fixes }), 'its patches changed: pedigree:CVE-2019-9 patched since')
  assert.equal(why({ fixes: [{ ...fixes[0], source: 'vex' }] }), 'holds', 'a decision is no patch')
  const changed = { ...facts, 'interfaces/uplink': { reach: 'adjacent', validation: ['schema'] } }
  assert.equal(why({}, { facts: changed }), 'interfaces/uplink: reach was "remote", is "adjacent"')
  assert.equal(why({}, { facts: { ...facts, 'interfaces/usb': {} } }), 'interfaces/usb is new')
  assert.match(why({}, { facts: {} }), /no device file is given/)
  assert.equal(why({}, { facts: {} }, { ...decision, facts: {} }), 'holds')
  assert.equal(why({}, {}, { ...decision, until: now }), 'it was decided until 2026-06-01')
  assert.equal(why({}, {}, { ...decision, until: now + 1 }), 'holds')
})

function advisory(id: string, ...aliases: string[]): Advisory {
  const events = [
    { kind: 'introduced', version: '0' },
    { kind: 'fixed', version: '2.0.0' },
  ] as const
  return {
    ...{ id, source: 'OSV', modified: 1000, withdrawn: false, aliases, summary: '' },
    affected: [{ ecosystem: 'npm', name: 'tool', ranges: [{ order: 'npm', events }], versions: new Set() }],
  }
}

function decided(
  advisories: readonly Advisory[],
  decisions: readonly Decision[],
  release = 'pump 2',
): DecidedScan {
  const sbom: Sbom = {
    format: 'CycloneDX JSON',
    specVersion: '1.6',
    components: [component],
    notUnderstood: {},
  }
  const scan = scanSbom({ sbom, advisories, now })
  return applyDecisions({ scan, decisions, factsOf: () => facts, now, release })
}

test('a decision that holds settles the finding and is counted as carried over from another release', () => {
  const { scan, counts } = decided([advisory('GHSA-1', 'CVE-2020-1001')], [decision])
  assert.deepEqual(counts, { settled: 1, carried: 1, reopened: 0 })
  assert.equal(scan.results[0]?.class, 'not-affected')
  assert.equal(scan.counts.affected, 0)
  assert.equal(
    scan.results[0]?.settled[0]?.claim.because,
    'vulnerable_code_not_in_execute_path: never called (ada)',
  )
  assert.equal(decided([advisory('GHSA-1', 'CVE-2020-1001')], [decision], 'pump 1').counts.carried, 0)
})

test('the newest decision counts, also where it does not hold any more: an older one does not come back', () => {
  const later: Decision = { ...decision, at: now - 10, patches: ['pedigree:CVE-1'], because: 'another' }
  const { counts, about } = decided([advisory('GHSA-1', 'CVE-2020-1001')], [decision, later])
  assert.deepEqual(counts, { settled: 0, carried: 0, reopened: 1 })
  const note = about(component, 'CVE-2020-1001')
  assert.deepEqual(
    [note?.decision.because, note?.reopened],
    ['another', ['its patches changed: pedigree:CVE-1 no longer patched']],
  )
})

test('what was decided of one device says nothing of another: it neither settles nor reopens there', () => {
  const sbom: Sbom = {
    ...{ format: 'CycloneDX JSON', specVersion: '1.6', components: [component], notUnderstood: {} },
  }
  const scan = scanSbom({ sbom, advisories: [advisory('GHSA-1', 'CVE-2020-1001')], now })
  const on = (device: string): DecidedScan['counts'] =>
    applyDecisions({ scan, decisions: [{ ...decision, device: 'pump' }], factsOf: () => facts, now, device })
      .counts
  assert.deepEqual(on('pump'), { settled: 1, carried: 1, reopened: 0 })
  assert.deepEqual(on('monitor'), { settled: 0, carried: 0, reopened: 0 })
})

test('a decision about another version takes none back, and is shown only where none is about this one', () => {
  const other: Decision = { ...decision, at: now - 10, versions: '0.9.0', because: 'another' }
  for (const both of [
    [decision, other],
    [other, decision],
  ])
    assert.equal(decided([advisory('GHSA-1', 'CVE-2020-1001')], both).counts.settled, 1)
  const alone = decided([advisory('GHSA-1', 'CVE-2020-1001')], [other])
  assert.deepEqual(alone.about(component, 'CVE-2020-1001')?.reopened, [
    'it was about version 0.9.0, and this is 1.0.0',
  ])
})

test('a decision about a GHSA counts for the CVE it got later; one about a CVE for no other CVE of the same advisory', () => {
  const ghsa: Decision = { ...decision, vulnerability: 'GHSA-1', aliases: [] }
  assert.equal(decided([advisory('GHSA-1', 'CVE-2020-1001')], [ghsa]).counts.settled, 1)
  const both = decided([advisory('GHSA-1', 'CVE-2020-1001', 'CVE-2020-1002')], [decision])
  assert.deepEqual(
    both.scan.results[0]?.matches.map(({ vulnerability }) => vulnerability),
    ['CVE-2020-1002'],
  )
})

test('"affected" and "under investigation" stand beside the finding, which stays open', () => {
  const affected: Decision = { ...decision, status: 'affected', action: 'update' }
  const { scan, about, counts } = decided([advisory('GHSA-1', 'CVE-2020-1001')], [affected])
  assert.deepEqual([scan.counts.affected, counts.settled], [1, 0])
  assert.equal(about(component, 'CVE-2020-1001')?.reopened, undefined)
})

test('a register is read as it was written; edited, moved, added or missing lines are found', () => {
  const lines: string[] = []
  let head = emptyRegister
  for (const because of ['one', 'two', 'three']) {
    const added = registerLines([{ ...decision, because }], head)
    lines.push(added.text)
    head = added.head
    const soFar = readRegister(utf8(lines.join('')))
    assert.equal(soFar.ok && soFar.head, head)
  }
  const read = readRegister(utf8(lines.join('')))
  assert.ok(read.ok)
  assert.deepEqual(
    read.decisions.map(({ because }) => because),
    ['one', 'two', 'three'],
  )
  const [one = '', two = '', three = ''] = lines
  const bad: [string, string][] = [
    [one + three, 'line 2'],
    [two + three, 'line 1'],
    [one + three + two, 'line 2'],
    [one + one + two + three, 'line 2'],
    [one.replace('one', 'One') + two + three, 'line 2'],
    [`${one}\n${two}`, 'line 2'],
    [one + two.slice(0, -20), 'line 2'],
    [one + two.replace('"by":"ada"', '"by":"ada","__proto__":{}'), 'line 2'],
  ]
  for (const [text, where] of bad) {
    const refused = readRegister(utf8(text))
    assert.deepEqual([refused.ok, refused.ok ? '' : refused.issues[0]?.path], [false, where])
  }
})
