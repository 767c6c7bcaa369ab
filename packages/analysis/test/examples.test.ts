/** What a security engineer expects of the examples, and of changing one thing in the pump's file. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parseDeviceFile } from '@pericard/model'
import { placesOn } from '../src/changes.ts'
import { analyse, type Analysis, buildGraph } from '../src/index.ts'
import { solve } from '../src/solve.ts'

const now = Date.parse('2026-11-23T00:00:00Z')
const textOf = (name: string): string =>
  readFileSync(new URL(`../../../examples/${name}/device.yaml`, import.meta.url), 'utf8')

function analysed(text: string, assume: readonly string[] = []): Analysis {
  const parsed = parseDeviceFile(text, { file: 'device.yaml' })
  assert.ok(parsed.ok, 'the file parses')
  return analyse(parsed.file, { now, assume })
}

const depths = (analysis: Analysis): Map<string, number> =>
  new Map(analysis.goals.map(({ asset, goal, depth }) => [`${asset}/${goal}`, depth]))

const pump = textOf('infusion-pump')
const before = depths(analysed(pump))

test('the infusion pump meets its policy, the EMG recorder does not, the gateway does with one accepted risk', () => {
  assert.equal(analysed(pump).met, true)
  assert.equal(analysed(textOf('emg-recorder')).met, false)
  const gateway = analysed(textOf('bedside-gateway'))
  assert.equal(gateway.met, true)
  assert.deepEqual(
    gateway.goals
      .filter(({ met }) => !met)
      .map(({ asset, goal, acceptedBy }) => [`${asset}/${goal}`, acceptedBy !== undefined]),
    [['vital-signs/altered', true]],
  )
})

/** What is changed, what is found and what stands there instead, and what becomes of some depths; others may change too. */
const edits: readonly [string, string, string, Readonly<Record<string, number>>][] = [
  [
    'a store in the clear',
    '[vault, disk-encryption]',
    'none',
    { 'dosing-history/disclosed': 0, 'deliver-drug/denied': 2 },
  ],
  [
    'one line of encryption',
    '[vault, disk-encryption]',
    'vault',
    { 'dosing-history/disclosed': 1, 'dosing-history/altered': 2 },
  ],
  [
    'no envelope',
    '    envelope-by: command-envelope\n',
    '',
    { 'deliver-drug/overdriven': 2, 'deliver-drug/altered': 3 },
  ],
  [
    'a controller among the others',
    '    isolated-by: [gate-sandbox]\n',
    '',
    { 'deliver-drug/commanded': 1, 'deliver-drug/denied': 1 },
  ],
  ['a badge without a PIN', '[badge-sign-in, nurse-pin]', '[badge-sign-in]', { 'deliver-drug/commanded': 1 }],
  [
    'a panel for everybody',
    '[badge-sign-in, nurse-pin]',
    '[]',
    { 'deliver-drug/commanded': 0, 'deliver-drug/overdriven': 2 },
  ],
  [
    'an open service port',
    'closed-by: [usb-off-in-therapy, service-cover]',
    'closed-by: []',
    { 'workshop-update/altered': 3, 'dosing-history/disclosed': 1 },
  ],
  [
    'any monitor',
    '[monitor-pairing, monitor-cable-lock]\n    verified-at',
    '[]\n    verified-at',
    { 'vital-signs/altered': 0 },
  ],
  [
    'no deadline under flood',
    '    flood-by: gate-priority\n',
    '',
    { 'deliver-drug/denied': 1, 'deliver-drug/commanded': 2 },
  ],
  ['no interlock', '    interlock-by: [flow-interlock]\n', '', { 'deliver-drug/overdriven': 2 }],
  [
    'a case that opens',
    'case-by: [tamper-switch]\n    memory-by: [debug-fuses]',
    'case-by: []\n    memory-by: [debug-fuses]',
    { 'dosing-history/disclosed': 1, 'deliver-drug/commanded': 1 },
  ],
  [
    'memory that anybody reads',
    'case-by: [tamper-switch]\n    memory-by: [debug-fuses]',
    'case-by: []\n    memory-by: []',
    { 'dosing-history/disclosed': 0, 'deliver-drug/denied': 1 },
  ],
  [
    'pumps that are given away as they are',
    'protected-by: [wiping-at-return, vault-sealing]',
    'protected-by: []',
    { 'dosing-history/disclosed': 0, 'device-identity/disclosed': 0 },
  ],
  [
    'alarms that anybody silences',
    '        silenced-through: [screen-socket]\n        longest-silence: 2m\n',
    '        silenced-through: [ward-radio]\n',
    { 'deliver-drug/masked': 1 },
  ],
]

for (const [what, found, instead, wanted] of edits) {
  test(`changing one thing in the pump’s file changes its depth: ${what}`, () => {
    assert.ok(pump.includes(found), `the file still says ${found}`)
    const after = depths(analysed(pump.replace(found, instead)))
    for (const [goal, depth] of Object.entries(wanted)) assert.equal(after.get(goal), depth, goal)
  })
}

test('putting a changed thing back restores every depth', () => {
  const open = pump.replace('[badge-sign-in, nurse-pin]', '[badge-sign-in]')
  assert.deepEqual(depths(analysed(open.replace('[badge-sign-in]', '[badge-sign-in, nurse-pin]'))), before)
})

test('a third-party item that several controls rest on takes them all along, and is counted once', () => {
  const broken = depths(analysed(pump, ['soup:bubblewrap']))
  assert.equal(broken.get('deliver-drug/commanded'), 1)
  assert.equal(broken.get('dosing-history/disclosed'), 1)
  assert.equal(broken.get('deliver-drug/overdriven'), 3, 'neither envelope nor interlock rests on it')
})

test('every attack on the examples passes a place of the file where one more control would stand in its way', () => {
  for (const name of ['infusion-pump', 'emg-recorder', 'bedside-gateway']) {
    const parsed = parseDeviceFile(textOf(name))
    assert.ok(parsed.ok)
    const graph = buildGraph(parsed.file)
    const solution = solve(graph, new Set())
    for (const { asset, goal, fact } of graph.goals) {
      for (const way of solution[fact] ?? [])
        assert.ok(placesOn(graph, way).length > 0, `${name}: ${asset}/${goal} by ${way.events.join(' + ')}`)
    }
  }
})

test('one leaked share opens nothing', () => {
  assert.deepEqual(depths(analysed(pump, ['key:fleet-share'])), before)
})
