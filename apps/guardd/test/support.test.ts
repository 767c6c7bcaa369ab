/** `pericard support` against a guard as its user runs it, without a fleet: its vault stays locked. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { startSwtpm, swtpmMissing } from '@pericard/tpm/testing'
import { bwrapMissing as skip, folder, guard, passphrasePump, pump, until } from './run.ts'

test.after(() => rmSync(folder, { recursive: true, force: true }))
const key = (name: string): string => {
  const path = join(folder, `${name}.pem`)
  writeFileSync(path, generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }))
  return path
}
const tess = key('tess')

function support(...args: string[]): { status: number | null; out: string; err: string } {
  const cli = ['--disable-warning=ExperimentalWarning', 'apps/cli/bin/pericard.js', 'support']
  const { status, stdout, stderr } = spawnSync(process.execPath, [...cli, ...args], { encoding: 'utf8' })
  return { status, out: stdout, err: stderr }
}

test('a guard whose vault is locked draws challenges, and opens a session for nobody', {
  skip,
}, async () => {
  const data = mkdtempSync(join(folder, 'support-'))
  const passphrase = join(folder, 'passphrase')
  writeFileSync(passphrase, 'a passphrase for tests only')
  const running = guard(data, passphrasePump(), '--passphrase-file', passphrase)
  try {
    await until('the log', () => /log-open/.exec(running.text()) ?? undefined)
    const grant = join(folder, 'grant.json')
    const asked = support(
      ...['request', '--data', data, '--technician', 'tess', '--role', 'service-technician', '--key', tess],
      ...['--capability', 'workshop-diagnosis', '--purpose', 'test', '--command', 'status', '--out', grant],
    )
    assert.equal(asked.status, 0, asked.err)
    assert.match(readFileSync(grant, 'utf8'), /"device":"aurea-lvp:0"/)
    assert.equal(support('approve', grant, '--by', 'ada', '--key', key('ada')).status, 0)
    const opened = support('open', grant, '--data', data, '--key', tess)
    assert.deepEqual([opened.status, /SUPPORT_LOCKED/.test(opened.err)], [1, true], opened.err)
    const run = support('run', 'status', '--grant', grant, '--data', data, '--key', tess)
    assert.deepEqual([run.status, /SUPPORT_NO_SESSION/.test(run.err)], [1, true], run.err)
    assert.equal(existsSync(join(data, 'run', 'usb-service.sock')), false)
    const why = support('locked', '--data', data)
    assert.deepEqual([why.status, why.out], [0, 'Locked: a share is missing (NOT_ENROLLED)\n'], why.err)
  } finally {
    running.child.kill('SIGTERM')
    await running.ended
  }
})

test('a device with another TPM says so to a technician, without a grant and without a log', {
  skip: skip || swtpmMissing,
}, async (t) => {
  const data = mkdtempSync(join(folder, 'foreign-'))
  const [own, other] = [await startSwtpm(), await startSwtpm()]
  t.after(() => Promise.all([own.remove(), other.remove()]))
  const first = guard(data, pump, '--tpm', own.path)
  await until('the log', () => /log-open/.exec(first.text()) ?? undefined)
  first.child.kill('SIGTERM')
  await first.ended
  const running = guard(data, pump, '--tpm', other.path)
  try {
    await until('a locked store', () => /keeper: locked/.exec(running.text()) ?? undefined)
    const why = support('locked', '--data', data, '--json')
    assert.equal(why.status, 0, why.err)
    assert.deepEqual(JSON.parse(why.out), { ok: true, locked: { step: 'store', code: 'TPM_FOREIGN_BLOB' } })
  } finally {
    running.child.kill('SIGTERM')
    await running.ended
  }
})

test('what is no grant, no command, no data folder, or too long is named, with exit code 2 and no stack', () => {
  const none = join(folder, 'none.json')
  writeFileSync(none, '{"grant":{"v":2}}')
  const request = (...more: string[]): string[] => [
    ...[
      'request',
      '--data',
      folder,
      '--technician',
      'tess',
      '--role',
      'x',
      '--key',
      tess,
      '--capability',
      'x',
    ],
    ...['--purpose', 'x', '--out', join(folder, 'out.json'), ...more],
  ]
  const cases: [string[], RegExp][] = [
    [['approve', none, '--by', 'ada', '--key', tess], /none\.json: is no support grant: grant/],
    [
      ['run', 'shell', '--grant', none, '--data', folder, '--key', tess],
      /"shell" is no support command; there are status/,
    ],
    [request('--command', 'shell'), /"shell" is no support command/],
    [request('--minutes', '481'), /1 to 480 minutes were wanted/],
    [
      request().map((arg) => (arg === folder ? join(folder, 'nowhere') : arg)),
      /nowhere: there is no such data folder/,
    ],
  ]
  for (const [args, wanted] of cases) {
    const { status, err } = support(...args)
    assert.equal(status, 2, err)
    assert.match(err, wanted)
    assert.doesNotMatch(err, / at .*\.ts:\d+/)
  }
})
