import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { analyse } from '@pericard/analysis'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import { cvssOf, questions } from './index.ts'
import { ratingOf, scoreOf } from './score.ts'

interface Changes {
  readonly reach?: string
  readonly protocol?: string
  readonly authentication?: string
  readonly records?: number
  readonly active?: boolean
  readonly harm?: string
}

/** A pump that one interface leads to; everything else is said by the test. */
function pump(changes: Changes = {}): DeviceFile {
  const {
    reach = 'ward-network',
    protocol = 'https',
    authentication = '[]',
    records = 5,
    harm = 'critical',
  } = changes
  const parsed = parseDeviceFile(`
pericard: 1
device: { id: d, name: D, manufacturer: M, udi-di: "04260000000000", version: "1", intended-use: x, class: C, fleet-size: 10 }
components:
  - { id: pump, name: Pump, kind: controller, class: C, zone: therapy, host: board, purpose: x }
  - { id: net, name: Net, kind: external, external: true, zone: ward, protected-by: ${authentication}, purpose: x }
data:
  - { id: doses, kind: phi, why: x, keep: 1d, at: [pump], records: ${records}, fhir: [Observation] }
functions:
  - id: deliver
    component: pump
    harm: ${harm}
    safe-state: stop
    patients: 1
    commands: [{ id: go, roles: [], confirm: none }]
    envelope: { initial-state: off }
interfaces:
  - { id: api, from: net, to: pump, protocol: ${protocol}, reach: ${reach}, active: ${changes.active ?? true}, authentication: ${authentication}, carries: [doses], commands: [deliver] }
keys:
  - { id: pin, kind: password, scope: device, at: [pump], stored-by: file, purpose: x }
controls:
  - { id: sign-in, title: Sign in, kind: authentication, enforcement: { by: mechanism, mechanism: x } }
  - { id: second, title: Second, kind: authentication, enforcement: { by: mechanism, mechanism: x } }
roles: []
`)
  if (!parsed.ok) throw new Error(parsed.issues.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return parsed.file
}

function scoresOf(file: DeviceFile, asset: string, goal: string) {
  const found = cvssOf(file, analyse(file, { now: 0 })).paths.find(
    (one) => one.asset === asset && one.goal === goal,
  )
  assert.ok(found, `${asset}/${goal}`)
  return found
}

test('an open network interface to the drug is network, no privileges, integrity high; safety is environmental', () => {
  const { before, after } = scoresOf(pump(), 'deliver', 'commanded')
  assert.equal(after?.v31.vector, 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N')
  assert.equal(after?.v31.score, 7.5)
  assert.equal(after?.v40.vector, 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N/MSI:S/S:P')
  assert.match(after?.v40Base.vector ?? '', /SI:N\/SA:N$/)
  assert.ok((after?.v40.score ?? 0) > (after?.v40Base.score ?? 10), 'harm to the patient counts')
  assert.equal(before?.v31.score, after?.v31.score, 'no control, no difference')
})

test('two controls in the way make an attack harder after them than before, and say so', () => {
  const { before, after } = scoresOf(pump({ authentication: '[sign-in, second]' }), 'deliver', 'commanded')
  assert.match(before?.v31.vector ?? '', /AC:L/)
  assert.match(after?.v31.vector ?? '', /AC:H/)
  assert.ok((before?.v31.score ?? 0) > (after?.v31.score ?? 10))
  const said = after?.answers.find(({ question }) => question === 'XACL')
  assert.equal(said?.answer, 'no')
  assert.match(said?.because ?? '', /control:second/)
})

test('the attack vector follows reach and protocol by the questions of the rubric', () => {
  const vectors: readonly [Changes, string][] = [
    [{ reach: 'internet' }, 'AV:N'],
    [{ reach: 'wireless', protocol: 'bluetooth' }, 'AV:A'],
    [{ reach: 'wireless', protocol: 'nfc' }, 'AV:L'],
    [{ reach: 'wireless', protocol: 'of-our-own' }, 'AV:A'],
    [{ reach: 'wireless', protocol: 'mqtt' }, 'AV:N'],
    [{ reach: 'physical-port', protocol: 'usb' }, 'AV:P'],
  ]
  for (const [changes, wanted] of vectors) {
    const { after } = scoresOf(pump(changes), 'deliver', 'commanded')
    assert.ok(after?.v31.vector.includes(`/${wanted}/`), `${JSON.stringify(changes)}: ${after?.v31.vector}`)
  }
})

test('reading fewer than 500 patients is low, 500 is high, unless it is also a measurement', () => {
  const few = scoresOf(pump({ records: 499 }), 'doses', 'disclosed')
  const answers = new Map(few.after?.answers.map((one) => [one.question, one.answer]))
  assert.equal(answers.get('XCPM'), 'no')
  assert.equal(answers.get('XCD'), 'high', 'the item is carried as Observation')
  const many = scoresOf(pump({ records: 500 }), 'doses', 'disclosed')
  assert.equal(many.after?.answers.find(({ question }) => question === 'XCPM')?.answer, 'yes')
  assert.match(many.after?.v31.vector ?? '', /C:H/)
})

test('a negligible harm is a low impact and no matter of safety', () => {
  const { after } = scoresOf(pump({ harm: 'negligible' }), 'deliver', 'commanded')
  assert.match(after?.v31.vector ?? '', /I:L/)
  assert.doesNotMatch(after?.v40.vector ?? '', /MSI:S|S:P/)
})

test('every answer has a known question and a reason; lines of the file exist', () => {
  const file = pump({ authentication: '[sign-in]' })
  for (const { before, after } of cvssOf(file, analyse(file, { now: 0 })).paths) {
    for (const one of [...(before?.answers ?? []), ...(after?.answers ?? [])]) {
      assert.ok(one.question in questions)
      assert.ok(one.because.length > 5, one.question)
      assert.doesNotMatch(one.because, /likelihood|probab/i)
      if (one.at !== undefined) assert.ok(file.positions.has(one.at.split('.').slice(0, 2).join('.')), one.at)
    }
  }
})

test('findings get a vector from where they stand; statements that are missing get none', () => {
  const file = pump()
  const { findings, notScored } = cvssOf(file, analyse(file, { now: 0 }))
  const clear = findings.find(({ finding }) => finding === 'cleartext-phi-in-transit@interfaces.api')
  assert.match(clear?.v31.vector ?? '', /^CVSS:3\.1\/AV:N\/AC:L\/PR:N\/UI:N\/S:U\/C:[LH]/)
  assert.ok(notScored.includes('incomplete-path-statement@interfaces.api'))
  assert.ok(!findings.some(({ finding }) => finding.startsWith('incomplete-path-statement')))
})

test('scoreOf() agrees with published examples of both standards', () => {
  assert.equal(scoreOf('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'), 9.8)
  assert.equal(scoreOf('CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N'), 4.6)
  assert.equal(scoreOf('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'), 9.3)
  assert.deepEqual([0, 3.9, 4, 6.9, 7, 8.9, 9].map(ratingOf), [
    'none',
    'low',
    'medium',
    'medium',
    'high',
    'high',
    'critical',
  ])
})

test('controls never make an attack score higher, on any goal of the examples', () => {
  for (const name of ['infusion-pump', 'emg-recorder', 'bedside-gateway']) {
    const path = new URL(`../../../../examples/${name}/device.yaml`, import.meta.url)
    const parsed = parseDeviceFile(readFileSync(path, 'utf8'))
    assert.ok(parsed.ok, name)
    const { paths } = cvssOf(parsed.file, analyse(parsed.file, { now: 0 }))
    assert.ok(
      paths.some(({ after }) => after !== undefined),
      name,
    )
    for (const { asset, goal, before, after } of paths) {
      if (after === undefined) continue
      assert.ok((before?.v40.score ?? -1) >= after.v40.score, `${name}: ${asset}/${goal}`)
    }
  }
})

test('patients are counted over the fleet where a server or a shared key is on the path', () => {
  const parsed = parseDeviceFile(
    readFileSync(new URL('../../../../examples/infusion-pump/device.yaml', import.meta.url), 'utf8'),
  )
  assert.ok(parsed.ok)
  const { paths } = cvssOf(parsed.file, analyse(parsed.file, { now: 0 }))
  const counted = paths
    .flatMap(({ after }) => after?.answers ?? [])
    .filter(({ question }) => question === 'XCPM')
  const overFleet = counted.filter(({ because }) => because.includes('serves the fleet'))
  assert.ok(overFleet.length > 0)
  for (const { answer } of overFleet) assert.equal(answer, 'yes', '40 records on each of 1,800 pumps')
})

test('a finding of availability is scored for availability alone, one of a takeover for what stands beside it', () => {
  const parsed = parseDeviceFile(
    readFileSync(new URL('../../../../examples/emg-recorder/device.yaml', import.meta.url), 'utf8'),
  )
  assert.ok(parsed.ok)
  const { findings } = cvssOf(parsed.file, analyse(parsed.file, { now: 0 }))
  const vectorOf = (id: string): string => findings.find(({ finding }) => finding === id)?.v31.vector ?? ''
  assert.match(vectorOf('no-flood-limit@interfaces.archive-fetch'), /C:N\/I:N\/A:H$/)
  assert.match(vectorOf('null-pointer@components.ftp-export'), /C:N\/I:N\/A:H$/)
  assert.match(vectorOf('remote-shell@diagnostics.remote-support'), /AV:N.*I:H/)
  assert.match(vectorOf('memory-readable@hosts.laptop'), /AV:P.*C:H/)
})
