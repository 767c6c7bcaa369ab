import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { analyse, type Analysis, rules } from '@pericard/analysis'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import { renderSarif } from './sarif.ts'

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string }
    readonly region: { readonly startLine: number; readonly startColumn: number }
  }
  readonly message?: { readonly text: string }
}
interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly Location[]
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly codeFlows?: readonly {
    readonly threadFlows: readonly { readonly locations: readonly { readonly location: Location }[] }[]
  }[]
  readonly suppressions?: readonly {
    readonly kind: string
    readonly status: string
    readonly justification: string
  }[]
}
interface Run {
  readonly tool: {
    readonly driver: {
      readonly name: string
      readonly rules: readonly {
        readonly id: string
        readonly help: { readonly text: string; readonly markdown: string }
        readonly shortDescription: { readonly text: string }
        readonly fullDescription: { readonly text: string }
        readonly defaultConfiguration: { readonly level: string }
        readonly properties: { readonly tags: readonly string[]; readonly 'security-severity': string }
      }[]
    }
  }
  readonly automationDetails: { readonly id: string }
  readonly results: readonly Result[]
}

const now = Date.UTC(2026, 10, 23)

function device(
  name: string,
  file = `examples/${name}/device.yaml`,
): { file: DeviceFile; analysis: Analysis } {
  const text = readFileSync(new URL(`../../../../examples/${name}/device.yaml`, import.meta.url), 'utf8')
  const parsed = parseDeviceFile(text, { file })
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return { file: parsed.file, analysis: analyse(parsed.file, { now }) }
}

function runOf({ file, analysis }: { file: DeviceFile; analysis: Analysis }): Run {
  const log = JSON.parse(renderSarif(analysis, file)) as { version: string; runs: readonly Run[] }
  assert.equal(log.version, '2.1.0')
  assert.equal(log.runs.length, 1)
  const [run] = log.runs
  assert.ok(run !== undefined)
  return run
}

test('every rule has help, a level, a severity for services and its CWEs as tags', () => {
  const { driver } = runOf(device('emg-recorder')).tool
  assert.equal(driver.rules.length, rules.length + 1)
  for (const {
    id,
    help,
    shortDescription,
    fullDescription,
    defaultConfiguration,
    properties,
  } of driver.rules) {
    for (const text of [help.text, help.markdown, shortDescription.text, fullDescription.text])
      assert.match(text, /^\S[^]*[.!?]$/, id)
    assert.match(defaultConfiguration.level, /^(error|warning|note)$/)
    assert.match(properties['security-severity'], /^\d\.\d$/)
    assert.ok(properties.tags.includes('security'))
  }
  const card = rules.find(({ cwe }) => cwe.includes(319))
  const descriptor = driver.rules.find(({ id }) => id === card?.id)
  assert.ok(descriptor?.properties.tags.includes('external/cwe/cwe-319'))
})

test('every result names a rule by id and index, has a place, a whole sentence and a fingerprint of its own', () => {
  for (const name of ['bedside-gateway', 'emg-recorder', 'infusion-pump']) {
    const { tool, results } = runOf(device(name))
    for (const { ruleId, ruleIndex, message, locations } of results) {
      assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId)
      assert.match(message.text, /[.!?]$/)
      assert.ok(!message.text.includes('..'), message.text)
      assert.equal(locations.length, 1)
      const { artifactLocation, region } =
        locations[0]?.physicalLocation ?? assert.fail('a result has a place')
      assert.deepEqual(artifactLocation, { uri: `examples/${name}/device.yaml`, uriBaseId: '%SRCROOT%' })
      assert.ok(region.startLine >= 1 && region.startColumn >= 1)
    }
    const prints = results.map(({ partialFingerprints }) => partialFingerprints['pericard/v1'])
    assert.equal(new Set(prints).size, results.length)
  }
  assert.ok(runOf(device('emg-recorder')).results.length > 5, 'the recorder has findings')
})

test('fingerprints stay when lines move', () => {
  const text = readFileSync(new URL('../../../../examples/emg-recorder/device.yaml', import.meta.url), 'utf8')
  const moved = parseDeviceFile(`# one\n# two\n${text}`)
  assert.ok(moved.ok)
  const prints = ({ results }: Run): unknown[] =>
    results.map(({ partialFingerprints }) => partialFingerprints)
  const after = runOf({ file: moved.file, analysis: analyse(moved.file, { now }) })
  const before = runOf(device('emg-recorder'))
  assert.deepEqual(prints(after), prints(before))
  const lines = ({ results }: Run): (number | undefined)[] =>
    results.map(({ locations }) => locations[0]?.physicalLocation.region.startLine)
  assert.deepEqual(
    lines(after),
    lines(before).map((line) => (line ?? 0) + 2),
  )
})

test('a goal below policy comes with the shortest path as a code flow', () => {
  const { file, analysis } = device('emg-recorder')
  const depths = runOf({ file, analysis }).results.filter(({ ruleId }) => ruleId === 'defence-depth')
  assert.equal(depths.length, analysis.goals.filter(({ met }) => !met).length)
  assert.ok(depths.length > 0)
  const steps = depths[0]?.codeFlows?.[0]?.threadFlows[0]?.locations ?? []
  assert.ok(steps.length > 0)
  assert.ok(steps.every(({ location }) => (location.message?.text ?? '').length > 1))
})

test('what is accepted is suppressed with owner, day and reason; nothing else is', () => {
  const { file, analysis } = device('bedside-gateway')
  const { results } = runOf({ file, analysis })
  const accepted = [...analysis.findings, ...analysis.goals.filter(({ met }) => !met)].filter(
    ({ acceptedBy }) => acceptedBy !== undefined,
  )
  const suppressed = results.filter(({ suppressions }) => suppressions !== undefined)
  assert.ok(accepted.length > 0)
  assert.equal(suppressed.length, accepted.length)
  const [risk] = file.accepted
  const [first] = suppressed[0]?.suppressions ?? []
  assert.equal(first?.status, 'accepted')
  assert.ok(risk !== undefined && first !== undefined)
  for (const part of [risk.id, risk.owner, risk.expires, risk.reason])
    assert.ok(first.justification.includes(part))
  assert.equal(runOf(device('emg-recorder')).results.filter(({ suppressions }) => suppressions).length, 0)
})

test('absolute paths are file URIs, and names with signs of their own are escaped', () => {
  const uriOf = (file: string): unknown =>
    runOf(device('emg-recorder', file)).results[0]?.locations[0]?.physicalLocation.artifactLocation
  assert.deepEqual(uriOf('/srv/a b/device.yaml'), { uri: 'file:///srv/a%20b/device.yaml' })
  assert.deepEqual(uriOf('C:\\pump\\device.yaml'), { uri: 'file:///C:/pump/device.yaml' })
  assert.deepEqual(uriOf('./a#1?.yaml'), { uri: 'a%231%3F.yaml', uriBaseId: '%SRCROOT%' })
})

test('each device and level is a category of its own, so that one upload does not replace another', () => {
  const { file } = device('emg-recorder')
  const ids = (['declared', 'enforced'] as const).map(
    (level) => runOf({ file, analysis: analyse(file, { now, level }) }).automationDetails.id,
  )
  assert.deepEqual(ids, [`pericard/${file.device.id}/declared/`, `pericard/${file.device.id}/enforced/`])
})
