import test from 'node:test'
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { locked } from './lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'pericard-lock-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
const module = JSON.stringify(new URL('lock.ts', import.meta.url).href)
const at = (name: string): string => join(folder, name)

function program(name: string, body: string): string {
  writeFileSync(at(name), `import { locked } from ${module}\n${body}`)
  return at(name)
}

async function holder(path: string): Promise<ChildProcess> {
  const wait = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'
  const body = `locked(process.argv[2], () => { process.send('held'); ${wait} }, { most: 0 })`
  const child = fork(program('holder.ts', body), [path])
  await once(child, 'message')
  return child
}

test('while another process has it, the work is not done; a killed one has it no more', async () => {
  const path = at('a.lock')
  const child = await holder(path)
  let [done, waited] = [0, 0]
  const work = (): number => ++done
  assert.deepEqual(locked(path, work, { most: 0 }), { got: false })
  assert.deepEqual(locked(path, work, { most: 50, onWait: () => waited++ }), { got: false })
  assert.deepEqual([done, waited], [0, 1])
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.deepEqual(locked(path, work, { most: 0 }), { got: true, value: 1 })
  assert.deepEqual(locked(path, work, { most: 0 }), { got: true, value: 2 }, 'and it is free again')
})

test('it is free after work that throws', () => {
  const path = at('b.lock')
  assert.throws(() =>
    locked(
      path,
      () => {
        throw new Error('the work failed')
      },
      { most: 0 },
    ),
  )
  assert.equal(locked(path, () => 1, { most: 0 }).got, true)
})

test('many processes that count in one file lose nothing', async () => {
  writeFileSync(at('count'), '0')
  const body = `import { readFileSync, writeFileSync } from 'node:fs'
for (let i = 0; i < 20; i++) {
  const done = locked(process.argv[2], () => {
    writeFileSync(process.argv[3], String(Number(readFileSync(process.argv[3], 'utf8')) + 1))
  }, { most: 60_000 })
  if (!done.got) process.exit(1)
}`
  const path = program('counter.ts', body)
  const children = Array.from({ length: 5 }, () => fork(path, [at('c.lock'), at('count')]))
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as number))
  assert.deepEqual(codes, [0, 0, 0, 0, 0])
  assert.equal(readFileSync(at('count'), 'utf8'), '100')
})
