import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { storeContract } from '../ports/store.contract.ts'
import { memoryStore } from './memory.ts'
import { sqliteStore } from './sqlite.ts'

const all = mkdtempSync(join(tmpdir(), 'pericard-fleet-'))
test.after(() => rmSync(all, { recursive: true, force: true }))
const folder = (): string => mkdtempSync(join(all, 'one-'))
const adapter = fileURLToPath(new URL('sqlite.ts', import.meta.url))

storeContract('memory', async () => memoryStore())
storeContract('sqlite', async () => sqliteStore(folder()))

test('sqliteStore() refuses a folder that another process uses, and takes it once that one has ended', async () => {
  const data = folder()
  const store = sqliteStore(data)
  const other = `import { sqliteStore } from ${JSON.stringify(adapter)}
    try { sqliteStore(process.argv[1]); console.log('opened') } catch (error) { console.log(error.code) }`
  const run = (): string =>
    spawnSync(process.execPath, ['--input-type=module', '-e', other, data], {
      encoding: 'utf8',
    }).stdout.trim()
  assert.equal(run(), 'FLEET_STORE_LOCKED')
  await store.close()
  assert.equal(run(), 'opened')
})

test('sqliteStore() keeps every acknowledged row through kill -9', async () => {
  const data = folder()
  const writer = `import { sqliteStore } from ${JSON.stringify(adapter)}
    const store = sqliteStore(process.argv[1])
    for (let n = 0; ; n++) {
      const key = process.argv[2] + ':' + n
      await store.transact((t) => t.put('rows', key, new Uint8Array(100)))
      process.stdout.write(key + '\\n')
    }`
  const acknowledged: string[] = []
  for (let round = 0; round < 10; round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', writer, data, String(round)])
    let text = ''
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        if (text.split('\n').length > 20 + round) child.kill('SIGKILL')
      })
      child.on('close', () => resolve())
    })
    acknowledged.push(...text.split('\n').slice(0, -1))
  }
  const store = sqliteStore(data)
  const kept = new Set((await store.transact((t) => t.list('rows', ''))).map(({ key }) => key))
  assert.ok(acknowledged.length >= 200)
  assert.deepEqual(
    acknowledged.filter((key) => !kept.has(key)),
    [],
  )
  await store.close()
})

test('sqliteStore() brings its log into the file between steps, also while one waits, and a busy one keeps it bounded', async () => {
  const data = folder()
  const store = sqliteStore(data)
  const size = (name: string): number => statSync(join(data, name)).size
  const write = (rows: number): Promise<void> =>
    store.transact(async (t) => {
      for (let n = 0; n < rows; n++) await t.put('rows', `${n}`, new Uint8Array(3000).fill(1))
      await setImmediate()
    })
  await write(100)
  assert.ok(size('fleet.db') < 100_000, 'so few are left in the log')
  await Promise.all([write(600), write(1)])
  await setImmediate()
  await setImmediate()
  assert.ok(size('fleet.db') > 1_000_000, 'what was committed is in the file now')
  for (let step = 0; step < 60; step++) await write(300)
  assert.ok(size('fleet.db-wal') < 40_000_000, `${size('fleet.db-wal')} bytes of log`)
  await store.close()
})

test('sqliteStore() answers a full disk with a code, changes nothing and goes on', async () => {
  const store = sqliteStore(folder())

  await store.transact((t) => t.put('a', 'k', new Uint8Array([1])))
  const planted = Object.assign(new Error('database or disk is full'), { errcode: 13 })
  const failing = store.transact(async (t) => {
    await t.put('a', 'k', new Uint8Array(2))
    throw planted
  })
  await assert.rejects(failing, (error: { code?: string }) => error.code === 'FLEET_STORE_FULL')
  assert.equal((await store.transact((t) => t.get('a', 'k')))?.length, 1)
  await store.close()
})
