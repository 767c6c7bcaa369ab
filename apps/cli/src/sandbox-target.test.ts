/** The escape battery against the guard's own sandboxes on this machine's kernel, whole and with a layer gone. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { layerStates } from '@pericard/guard'
import { probeById, type ProbeTarget, type SandboxPlace, type SandboxTarget } from '@pericard/probes'
import { readDeviceFile } from './device-file.ts'
import { sandboxTarget } from './sandbox-target.ts'

const missing = layerStates().filter(({ there, required }) => required && !there)
const lacks = missing.map(({ layer, because }) => `${layer} (${because})`).join(', ')
const skip = missing.length > 0 ? `this machine lacks ${lacks}` : false
const path = 'examples/infusion-pump/device.yaml'
const parsed = readDeviceFile(path)
assert.ok(parsed.ok)
const deviceFile = parsed.file
const dataDir = mkdtempSync(join(tmpdir(), 'pericard-escape-'))
test.after(() => rmSync(dataDir, { recursive: true, force: true }))

async function prove(place: SandboxPlace, sandbox: SandboxTarget | undefined): ReturnType<typeof run> {
  assert.ok(sandbox, 'the sandboxes can be started')
  return run(place, { deviceFile, dataDir, fleet: {}, now: 0, sandbox })
}

async function run(place: SandboxPlace, target: ProbeTarget): Promise<{ result: string; saw: string }> {
  const found = await probeById(`escape-from-${place}`)?.run(target)
  assert.ok(found)
  return found
}

for (const place of ['courier', 'function'] as const) {
  test(`nothing gets out of the sandbox of the ${place}, and most attacks do once their layer is off`, {
    skip,
  }, async () => {
    const { result, saw } = await prove(place, sandboxTarget(deviceFile, path, dataDir))
    assert.equal(result, 'held', saw)
  })
}

for (const layer of ['seccomp', 'mounts', 'processes', 'read-only', 'cgroup', 'resource-limits'] as const) {
  test(`the battery finds out when the layer ${layer} is gone`, { skip }, async () => {
    const whole = sandboxTarget(deviceFile, path, dataDir)
    assert.ok(whole)
    const weak: SandboxTarget = {
      ...whole,
      run: (place, script, without) => whole.run(place, script, [...without, layer]),
    }
    const { result, saw } = await prove('courier', weak)
    assert.equal(result, 'failed', saw)
  })
}

for (const place of ['courier', 'function'] as const) {
  test(`malformed messages from the ${place} get no command through and stop nobody`, { skip }, async () => {
    const sandbox = sandboxTarget(deviceFile, path, dataDir)
    assert.ok(sandbox)
    const target = { deviceFile, dataDir, fleet: {}, now: 0, sandbox }
    const found = await probeById(`fuzz-from-${place}`)?.run(target)
    assert.equal(found?.result, 'held', found?.saw)
  })
}

test('without the sandboxes the probe proves nothing', async () => {
  const { result } = await run('courier', { deviceFile, dataDir, fleet: {}, now: 0 })
  assert.equal(result, 'not-run')
})
