import assert from 'node:assert/strict'
import test from 'node:test'
import { analyse } from '@pericard/analysis'
import { acceptanceName, describeGuard, layerStates } from '@pericard/guard'
import { readDeviceFile } from '../device-file.ts'
import { renderSandboxes } from './sandbox.ts'

const parsed = readDeviceFile('examples/infusion-pump/device.yaml')
assert.ok(parsed.ok)
const { file } = parsed
const whole = {
  arch: 'arm64',
  bwrap: true,
  prlimit: true,
  seccomp: true,
  userNamespaceLimit: true,
  cgroup: true,
} as const
const poor = layerStates({ ...whole, cgroup: false })
const terminal = { columns: 80, colour: false }

test('each process and function has its profile, in lines that fit the terminal', () => {
  const text = renderSandboxes(describeGuard(file, '/pump', '/data', layerStates(whole)), terminal)
  for (const name of ['keeper', 'courier', 'local-api', 'gate of deliver-drug', 'function of deliver-drug'])
    assert.match(text, new RegExp(`^${name}$`, 'm'))
  const long = text.split('\n').filter((line) => line.length > 80 && !/^ +\/\S+$/.test(line))
  assert.deepEqual(long, [])
  assert.match(text, /The guard starts here/)
  const courier = text.slice(text.indexOf('courier\n'), text.indexOf('local-api\n'))
  assert.match(courier, /network +the host's/)
  assert.doesNotMatch(courier, /\/data/, 'the courier sees nothing of the data folder')
})

test('a required layer that is missing is shown with the name by which its risk is accepted', () => {
  const described = describeGuard(file, '/pump', '/data', poor)
  assert.equal(described.starts, false)
  assert.match(renderSandboxes(described, terminal), /missing-sandbox-layer@cgroup[^]*refuses to start/)
})

test('a file that accepts the lack by name starts, and its analysis counts the controls as failed', () => {
  const risk = {
    ...{ id: 'no-cgroup', finding: acceptanceName('cgroup'), owner: 'o', reason: 'r', expires: '2027-01-01' },
  }
  const accepting = { ...file, accepted: [...file.accepted, risk] }
  const described = describeGuard(accepting, '/pump', '/data', poor)
  assert.equal(described.starts, true)
  assert.match(renderSandboxes(described, terminal), /accepted\s+by\s+no-cgroup/)
  const now = Date.UTC(2026, 10, 1)
  assert.ok(!analyse(file, { now }).assumed.includes('control:gate-priority'))
  assert.ok(analyse(accepting, { now }).assumed.includes('control:gate-priority'))
})
