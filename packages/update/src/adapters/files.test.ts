import test from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utf8 } from '@pericard/base'
import { monotonicCounterContract } from '../../../vault/src/ports/monotonic-counter.contract.ts'
import { FileCounter, FileStore } from './files.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'pericard-update-files-'))
  process.once('exit', () => rmSync(path, { recursive: true }))
  return path
}

monotonicCounterContract('FileCounter', () => Promise.resolve(new FileCounter(join(folder(), 'counter'))))

test('FileCounter refuses a file without a number', async () => {
  const path = join(folder(), 'counter')
  for (const text of ['', 'x', '-1', '1.5']) {
    writeFileSync(path, text)
    await assert.rejects(new FileCounter(path).read(), { code: 'UPDATE_STATE_FORGED' }, text)
  }
})

test('FileStore replaces a file as a whole and leaves nothing else', async () => {
  const path = folder()
  const store = new FileStore(path)
  assert.equal(await store.read('state'), undefined)
  await store.write('state', utf8('one'))
  await store.write('state', utf8('two'))
  assert.equal(readFileSync(join(path, 'state'), 'utf8'), 'two')
  assert.deepEqual(readdirSync(path), ['state'])
})
