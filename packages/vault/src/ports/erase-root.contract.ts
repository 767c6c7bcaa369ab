/** What every erase root must do; each adapter's test runs it. */
import test from 'node:test'
import assert from 'node:assert/strict'
import type { SecretKey } from '../keys/key.ts'
import type { EraseRoot } from './erase-root.ts'

const bytes = (key: SecretKey | undefined): string | undefined => key?.object.export().toString('hex')

export function eraseRootContract(name: string, open: () => Promise<EraseRoot>): void {
  test(`${name} gives back a secret until it is destroyed, and never again`, async () => {
    const root = await open()
    assert.equal(await root.read(1), undefined)
    const first = bytes(await root.create(1))
    assert.equal(bytes(await root.read(1)), first)
    assert.equal(bytes(await root.create(1)), first, 'made once')
    const second = bytes(await root.create(2))
    assert.notEqual(second, first)
    await root.destroy(1)
    await root.destroy(1)
    assert.equal(await root.read(1), undefined)
    assert.equal(bytes(await root.read(2)), second)
  })
}
