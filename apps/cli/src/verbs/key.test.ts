import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'

const main = join(import.meta.dirname, '..', 'main.ts')
function key(...args: string[]): { status: number | null; err: string } {
  const { status, stderr } = spawnSync(process.execPath, [main, 'key', ...args], { encoding: 'utf8' })
  return { status, err: stderr }
}
const folder = mkdtempSync(join(tmpdir(), 'pericard-key-'))
test.after(() => rmSync(folder, { recursive: true }))
const keyFile = (name: string, type: 'ed25519' | 'x25519' = 'ed25519'): string => {
  const pair = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')
  const path = join(folder, `${name}.pem`)
  writeFileSync(path, pair.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  return path
}

test('an order is written once, and gathers the approvals of officers, each once', () => {
  const path = join(folder, 'order.json')
  const made = key('order', 'root', '--device', 'pump:1', '--out', path)
  assert.equal(made.status, 0, made.err)
  const again = key('order', 'root', '--device', 'pump:1', '--out', path)
  assert.equal(again.status, 2)
  for (const name of ['ada', 'bert'])
    assert.equal(key('approve', path, '--by', name, '--key', keyFile(name)).status, 0)
  const twice = key('approve', path, '--by', 'ada', '--key', join(folder, 'ada.pem'))
  assert.deepEqual([twice.status, /ada has approved it already/.test(twice.err)], [2, true])
  const { order, approvals } = JSON.parse(readFileSync(path, 'utf8')) as {
    order: { order: string }
    approvals: { by: string }[]
  }
  assert.deepEqual([order.order, approvals.map(({ by }) => by)], ['rotate-root', ['ada', 'bert']])
})

test('what is no order, no key of the right kind or no data folder is named, with exit code 2 and no stack', () => {
  const order = join(folder, 'second.json')
  key('order', 'log', '--device', 'pump:1', '--out', order)
  const none = join(folder, 'none.json')
  writeFileSync(none, '{"order":{"v":2}}')
  const cases: [string[], RegExp][] = [
    [['approve', none, '--by', 'ada', '--key', keyFile('ada')], /none\.json: is no order/],
    [
      ['approve', order, '--by', 'ada', '--key', keyFile('carl', 'x25519')],
      /type x25519; an Ed25519 key was wanted/,
    ],
    [
      ['rotate', '--order', order, '--data', join(folder, 'nowhere')],
      /nowhere: there is no such data folder/,
    ],
    [['rotate', 'root', '--data', folder], /wanted --order FILE, or what to rotate and --device/],
    [
      ['revoke', 'pump:1', '--sign-in', 'http://localhost/x', '--fleet-root', keyFile('root')],
      /an https link was wanted/,
    ],
  ]
  for (const [args, wanted] of cases) {
    const { status, err } = key(...args)
    assert.equal(status, 2, err)
    assert.match(err, wanted)
    assert.doesNotMatch(err, / at .*\.ts:\d+/)
  }
})
