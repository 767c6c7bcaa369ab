import test from 'node:test'
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Trace } from '@pericard/analysis'
import { folder, verb } from '../../test/run.ts'
import { starterFile } from '../../test/starter.ts'

const run = verb('trace', 'registerTrace')

test('trace exits 1 and names what hangs loose: no evidence yet', (context) => {
  const file = join(folder(context), 'device.yaml')
  writeFileSync(file, starterFile({ authentication: '[badge, pin]' }))
  const { status, out, err } = run(file)
  assert.equal(status, 1, err)
  assert.match(out, /readings\/disclosed\n {2}badge ← /)
  assert.match(out, /hang loose/)
  const trace = JSON.parse(run(file, '--json').out) as Trace
  assert.ok(
    trace.rows.some(
      ({ asset, control, evidence }) => asset === 'readings' && control === 'pin' && evidence === 'none',
    ),
  )
  assert.ok(
    trace.orphans.some(({ kind }) => kind === 'probe-without-evidence' || kind === 'control-without-probe'),
  )
})

test('trace exits 2 on a broken file and on evidence without its key', (context) => {
  const path = folder(context)
  const [sound, broken] = [join(path, 'sound.yaml'), join(path, 'broken.yaml')]
  writeFileSync(sound, starterFile({ authentication: '[badge]' }))
  writeFileSync(broken, 'pericard: 1\n')
  assert.equal(run(broken).status, 2)
  const { status, err } = run(sound, '--evidence', sound)
  assert.equal(status, 2)
  assert.match(err, /--evidence-key/)
})
