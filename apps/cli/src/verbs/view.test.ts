import test from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folder, verb } from '../../test/run.ts'
import { starterFile } from '../../test/starter.ts'

const run = verb('view', 'registerView')

test('view writes one SVG for each picture and prints where', (context) => {
  const path = folder(context)
  const file = join(path, 'device.yaml')
  writeFileSync(file, starterFile({ authentication: '[badge]' }))
  const { status, out, err } = run(file, '--out', join(path, 'views'))
  assert.equal(status, 0, err)
  const written = out.trim().split('\n')
  assert.deepEqual(
    written.slice(0, 3),
    ['global', 'multi-patient', 'update'].map((id) => join(path, 'views', `${id}.svg`)),
  )
  for (const one of written) assert.match(readFileSync(one, 'utf8'), /^<\?xml [^]*<svg [^>]*role="img"/)
})

test('view draws one view alone, and nothing of a broken file', (context) => {
  const path = folder(context)
  const file = join(path, 'device.yaml')
  writeFileSync(file, starterFile({ authentication: '[badge]' }))
  assert.equal(run(file, 'update', '--out', path).out, `${join(path, 'update.svg')}\n`)
  assert.ok(!existsSync(join(path, 'global.svg')))
  writeFileSync(file, 'pericard: 2\n')
  const broken = run(file, '--out', join(path, 'none'))
  assert.equal(broken.status, 2)
  assert.match(broken.err, /device\.yaml:1:/)
  assert.ok(!existsSync(join(path, 'none')))
})
