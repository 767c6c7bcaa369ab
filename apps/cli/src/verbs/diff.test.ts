import test from 'node:test'
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folder, verb } from '../../test/run.ts'
import { starterFile } from '../../test/starter.ts'

const run = verb('diff', 'registerDiff')

test('diff exits 1 and says what fell where a line of defence is gone, 0 the other way round', (context) => {
  const path = folder(context)
  const [two, one] = [join(path, 'two.yaml'), join(path, 'one.yaml')]
  writeFileSync(two, starterFile({ authentication: '[badge, pin]' }))
  writeFileSync(one, starterFile({ authentication: '[badge]' }))
  const worse = run(two, one)
  assert.equal(worse.status, 1, worse.err)
  assert.match(worse.out, /^(WORSE|MIXED): 0 depths rose, \d+ fell/)
  assert.match(worse.out, /readings\/disclosed {2}2 → 1/)
  const better = run(one, two)
  assert.equal(better.status, 0, better.out)
  assert.match(better.out, /^BETTER: \d+ depths rose, 0 fell/)
  const same = run(two, two)
  assert.deepEqual([same.status, same.out], [0, 'The two files say the same.\n'])
})

test('diff exits 2 on a broken file and names the place', (context) => {
  const path = folder(context)
  const [sound, broken] = [join(path, 'sound.yaml'), join(path, 'broken.yaml')]
  writeFileSync(sound, starterFile({ authentication: '[badge]' }))
  writeFileSync(broken, 'pericard: 1\ndevise: {}\n')
  const { status, err } = run(sound, broken)
  assert.equal(status, 2)
  assert.match(err, /broken\.yaml:2:1: /)
})
