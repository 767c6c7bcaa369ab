import test from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { probes } from './index.ts'
import { target } from '../../test/twins.ts'

test('every probe file is listed, under the id that its file name says', () => {
  const files = readdirSync(new URL('.', import.meta.url))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts')
    .map((name) => name.slice(0, -3))
  assert.deepEqual(probes.map(({ id }) => id).sort(), files.sort())
})

test('no probe says "held" where there is nothing to attack', async () => {
  for (const probe of probes) assert.equal((await probe.run(target({}))).result, 'not-run', probe.id)
})
