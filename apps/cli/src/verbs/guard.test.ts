import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import test from 'node:test'
import { verb } from '../../test/run.ts'

const guard = verb('guard', 'registerGuard')
const pump = resolve('examples/infusion-pump/device.yaml')

test('guard --explain-sandbox shows each profile, as text and as JSON, and starts nothing', () => {
  const text = guard('--explain-sandbox', pump)
  assert.match(
    text.out,
    /^courier$[^]*^function of deliver-drug$[^]*^function of deliver-drug \(fallback\)$[^]*^Layers on this machine$/m,
    text.err,
  )
  const { status, out } = guard('--explain-sandbox', '--json', '--data', '/data', pump)
  const { processes, layers, starts } = JSON.parse(out) as {
    readonly processes: readonly { readonly process: string; readonly reads: readonly string[] }[]
    readonly layers: readonly { readonly layer: string }[]
    readonly starts: boolean
  }
  assert.equal(status, starts ? 0 : 1)
  assert.deepEqual(
    processes.map(({ process }) => process),
    ['keeper', 'courier', 'local-api', 'gate', 'function', 'function'],
  )
  assert.ok(layers.length > 8)
})

test('guard without a data folder, and --explain-sandbox without a device file that can be read, are unusable input', () => {
  const without = guard(pump)
  assert.equal(without.status, 2)
  assert.match(without.err, /--data <dir> is missing/)
  assert.equal(guard('--explain-sandbox', resolve('package.json')).status, 2)
})
