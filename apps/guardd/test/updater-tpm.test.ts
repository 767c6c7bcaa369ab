/** The updater in its sandbox under the guard, with its version floor in a TPM: an older release, an older medium. */
import assert from 'node:assert/strict'
import { cpSync, rmSync } from 'node:fs'
import test from 'node:test'
import { startSwtpm, swtpmMissing } from '@pericard/tpm/testing'
import { bwrapMissing, folder, type Running } from './run.ts'
import { holds, machineStarts, pericard, publish, saw, serve, updateDevice } from './update-device.ts'

const skip = bwrapMissing || swtpmMissing
const bytes = 3 * 1024 * 1024
test.after(() => rmSync(folder, { recursive: true, force: true }))

test('the floor in the TPM holds under the guard: an older release and the medium set back are refused', {
  skip,
}, async (t) => {
  const tpm = await startSwtpm()
  t.after(() => tpm.remove())
  const device = updateDevice({ tpm: tpm.path })
  const { at, config, start } = device
  cpSync(at('device'), at('yesterday'), { recursive: true })
  cpSync(at('repo'), at('branch'), { recursive: true })
  publish(device, 5, { bytes })
  // Signed by the maker, with newer metadata than release 5 has, as a thief of release keys would do it.
  for (const number of [3, 4]) publish(device, number, { bytes, to: 'branch' })
  const mirrors = [await serve(at('repo')), await serve(at('branch'))] as const
  t.after(() => mirrors.forEach(({ server }) => server.close()))
  const [mirror, branch] = mirrors
  const runUntil = async (url: string, ...wanted: readonly RegExp[]): Promise<void> => {
    const running: Running = start(url)
    try {
      for (const words of wanted) await saw(running, words)
    } finally {
      running.child.kill('SIGTERM')
      await running.ended
    }
  }
  const status = (): { installed: Record<string, number> } =>
    JSON.parse(pericard('update', 'status', '--config', config, '--json'))

  await runUntil(mirror.url, /update-restart \({"component":"controller","number":5}\)/)
  assert.ok(holds(device, 'b', 5))
  assert.equal(status().installed['controller'], 1)
  assert.equal(machineStarts(device), 'b')
  await runUntil(mirror.url, /update-kept \({"component":"controller","number":5}\)/, /update-up-to-date/)
  assert.equal(status().installed['controller'], 5)

  await runUntil(branch.url, /update-refused \({.*"code":"UPDATE_RELEASE_OLD"}\)/)
  assert.ok(holds(device, 'b', 5))
  assert.ok(!holds(device, 'a', 4))

  cpSync(at('device'), at('today'), { recursive: true })
  rmSync(at('device'), { recursive: true })
  cpSync(at('yesterday'), at('device'), { recursive: true })
  await runUntil(branch.url, /update-refused \({"code":"UPDATE_STATE_ROLLED_BACK"}\)/)
  assert.ok(!holds(device, 'b', 4))

  rmSync(at('device'), { recursive: true })
  cpSync(at('today'), at('device'), { recursive: true })
  publish(device, 6, { bytes, to: 'branch' })
  await runUntil(branch.url, /update-restart \({"component":"controller","number":6}\)/)
  assert.ok(holds(device, 'a', 6))
})
