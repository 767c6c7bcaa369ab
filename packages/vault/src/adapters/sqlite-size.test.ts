import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { SqliteFrameStore } from './sqlite.ts'

test('a store that was cut at any place is refused before anything is changed, and opens where nothing is missing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-cut-file-'))
  try {
    const path = join(folder, 'vault.db')
    const store = new SqliteFrameStore(path)
    store.commit({ meta: { one: new Uint8Array(9000), two: new Uint8Array(10) } })
    store.close()
    const whole = readFileSync(path)
    for (let length = 1; length < whole.length; length += 509) {
      const cut = whole.subarray(0, length)
      writeFileSync(path, cut)
      assert.throws(() => new SqliteFrameStore(path), { code: 'VAULT_STORE_BROKEN' }, `${length} bytes`)
      assert.deepEqual(readFileSync(path), cut)
    }
    writeFileSync(path, whole)
    const again = new SqliteFrameStore(path)
    assert.equal(again.meta('one')?.length, 9000)
    again.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
})
