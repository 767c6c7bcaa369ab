import assert from 'node:assert/strict'
import test from 'node:test'
import { utf8 } from '@pericard/base'
import { MemoryFrameStore } from '../adapters/memory.ts'
import { freshKey } from '../keys/key.ts'
import { openKeyTree } from '../keys/key-tree.ts'
import { Vault } from './vault.ts'

test('each use of a data key is accounted for once, by item, and a dump of all shows in the number of keys', async () => {
  const store = new MemoryFrameStore()
  const { keys } = await openKeyTree({ store, unlockKey: freshKey() })
  const keep = new Map<string, 'forever'>([
    ['vitals', 'forever'],
    ['doses', 'forever'],
  ])
  const vault = Vault.open({ store, clock: { now: () => 0 }, keys, keep })
  assert.deepEqual(vault.keyUses(), [])
  const record = (data: string, subject: string): Parameters<Vault['append']>[0][number] => ({
    ...{ data, subject, at: 0, bytes: utf8('x') },
  })
  vault.append([record('vitals', 'anna'), record('vitals', 'ben'), record('doses', 'anna')])
  vault.append([record('vitals', 'anna')])
  assert.deepEqual(vault.keyUses(), [
    { data: 'vitals', sealed: 3, opened: 0, keys: 2 },
    { data: 'doses', sealed: 1, opened: 0, keys: 1 },
  ])
  assert.deepEqual(vault.keyUses(), [])
  assert.equal([...vault.read({ data: 'vitals', subject: 'anna', from: 0, to: 1 })].length, 2)
  assert.deepEqual(vault.keyUses(), [{ data: 'vitals', sealed: 0, opened: 2, keys: 1 }])
  assert.equal([...vault.after(0, 100)].length, 4)
  assert.equal(
    vault.keyUses().reduce((sum, { keys: each }) => sum + each, 0),
    3,
  )
  assert.throws(() => vault.append([record('unknown', 'anna')]))
  assert.deepEqual(vault.keyUses(), [])
})
