import test from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logStoreContract } from '../ports/log-store.contract.ts'
import { FileLogStore } from './files.ts'
import { MemoryLogStore } from './memory-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'pericard-log-store-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
const memory = new MemoryLogStore()
let opened = 0

logStoreContract('MemoryLogStore', () => {
  opened++
  if (opened === 1) return memory
  return opened === 2 ? memory : new MemoryLogStore()
})
logStoreContract('FileLogStore', () => new FileLogStore(folder))

test('FileLogStore keeps others out, and is not led astray by other files in its folder', () => {
  const store = new FileLogStore(folder)
  store.create(3, new Uint8Array([1]))
  for (const name of ['0.log', 'x.log', '5.log.old', '05.log', 'notes']) writeFileSync(join(folder, name), '')
  assert.deepEqual(store.segments(), [3])
  for (const name of ['3.log', 'index']) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name)
  store.close()
})
