import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { systemClock, utf8 } from '@pericard/base'
import { renewEscrow } from '@pericard/guard'
import type { KeyOfficer } from '@pericard/model'
import { freshKey, openKeyTree, Vault } from '@pericard/vault'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'

const main = join(import.meta.dirname, '..', 'main.ts')
function key(...args: string[]): { status: number | null; err: string; out: string } {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, 'key', ...args],
    { encoding: 'utf8' },
  )
  return { status, err: stderr, out: stdout }
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

function officer(name: string): KeyOfficer {
  const made = key(
    ...['officer', name, '--role', 'key-officer', '--out', join(folder, `${name}.officer.pem`)],
    ...['--passphrase-file', passphrase],
  )
  assert.equal(made.status, 0, made.err)
  const [, signingKey = '', escrowKey = ''] = /signing-key: (\S+), escrow-key: (\S+) }/.exec(made.out) ?? []
  return { name, role: 'key-officer', signingKey, escrowKey }
}

const passphrase = join(folder, 'passphrase')
writeFileSync(passphrase, 'correct horse battery staple\n')

test('what two of three officers open together is read from a device whose shares are lost, and by nobody alone', async () => {
  const officers = ['dora', 'emil', 'fred'].map(officer)
  const data = join(folder, 'device')
  mkdirSync(data)
  const store = new SqliteFrameStore(join(data, 'vault.db'))
  const tree = await openKeyTree({ store, unlockKey: freshKey() })
  const keep = new Map([['vitals', 'forever' as const]])
  const vault = Vault.open({ store, clock: systemClock, keys: tree.keys, keep })
  vault.append([{ data: 'vitals', subject: 'anna', at: 1_000, bytes: utf8('{"heart rate":71}') }])
  const custody = { officers, approvals: 2, escrow: 2 }
  const options = { store, tree, custody, device: 'pump:1', now: 0 }
  assert.deepEqual([await renewEscrow(options), await renewEscrow(options)], [true, false])
  store.close()
  const shown = key('escrow', '--data', data, '--out', join(folder, 'escrow.json'))
  assert.match(shown.out, /2 of 3 pieces open the records of pump:1\n {2}dora \(key-officer\)/)
  const piece = (by: string, pem: string, out: string): ReturnType<typeof key> =>
    key(
      ...['piece', '--escrow', join(folder, 'escrow.json'), '--by', by, '--out', join(folder, out)],
      ...['--key', join(folder, `${pem}.officer.pem`), '--passphrase-file', passphrase],
    )
  assert.deepEqual(
    [piece('dora', 'dora', 'dora.piece').status, piece('emil', 'emil', 'emil.piece').status],
    [0, 0],
  )
  const another = piece('fred', 'dora', 'fred.piece')
  assert.deepEqual([another.status, /SEALING_FORGED/.test(another.err)], [2, true])
  assert.match(piece('eve', 'dora', 'eve.piece').err, /"eve" holds no piece; those who do: dora, emil, fred/)
  const out = join(folder, 'records.jsonl')
  const recover = (...pieces: string[]): ReturnType<typeof key> =>
    key('recover', '--data', data, '--out', out, '--piece', ...pieces.map((name) => join(folder, name)))
  for (const few of [['dora.piece'], ['dora.piece', 'dora.piece']]) {
    const refused = recover(...few)
    assert.deepEqual([refused.status, /VAULT_UNLOCK_REFUSED/.test(refused.err)], [2, true], refused.err)
    assert.equal(existsSync(out), false)
  }
  const done = recover('dora.piece', 'emil.piece')
  assert.equal(done.status, 0, done.err)
  assert.deepEqual(JSON.parse(readFileSync(out, 'utf8')), {
    ...{ data: 'vitals', subject: 'anna', at: '1970-01-01T00:00:01.000Z', text: '{"heart rate":71}' },
  })
  assert.match(recover('dora.piece', 'emil.piece').err, /records\.jsonl: is there already/)
})
