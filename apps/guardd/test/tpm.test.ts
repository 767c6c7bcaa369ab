/** The guard of a pump whose share lies in a TPM: stolen, copied, set back, and without its TPM. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pcrExtend } from '@pericard/tpm'
import { type SignedReceipt, verifyReceipt } from '@pericard/vault'
import { startSwtpm, type Swtpm, swtpmMissing } from '@pericard/tpm/testing'
import { answered, bwrapMissing, folder, guard, pids, pump, refused, type Running, until } from './run.ts'

const skip = bwrapMissing || swtpmMissing
const emulators: Swtpm[] = []
test.after(async () => {
  for (const each of emulators) await each.remove()
  rmSync(folder, { recursive: true, force: true })
})

async function emulator(state?: string): Promise<Swtpm> {
  const started = await startSwtpm(state)
  emulators.push(started)
  return started
}

const start = (data: string, tpm: Swtpm): Running => guard(data, pump, '--tpm', tpm.path)

/** Runs a guard until it has said something, then stops it. */
async function runUntil(data: string, tpm: Swtpm, wanted: RegExp): Promise<string> {
  const run = start(data, tpm)
  try {
    await until(String(wanted), () => wanted.exec(run.text()) ?? undefined)
  } finally {
    run.child.kill('SIGTERM')
    assert.equal(await run.ended, 0, run.text())
  }
  return run.text()
}

async function usedDevice(): Promise<{ data: string; tpm: Swtpm }> {
  const data = mkdtempSync(join(folder, 'tpm-'))
  const tpm = await emulator()
  await runUntil(data, tpm, /log-open/)
  await runUntil(data, tpm, /log-open/)
  return { data, tpm }
}

test('a store opens with its TPM, again and again, and with no other', { skip }, async () => {
  const { data, tpm } = await usedDevice()
  const text = await runUntil(data, await emulator(), /keeper: locked/)
  assert.match(text, /TPM_FOREIGN_BLOB/)
  assert.doesNotMatch(text, /log-open/)
  await runUntil(data, tpm, /log-open/)
})

test('an older copy of the whole data folder is refused, and the present one goes on', { skip }, async () => {
  const { data, tpm } = await usedDevice()
  const copy = join(folder, 'copy')
  cpSync(data, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') })
  await runUntil(data, tpm, /log-open/)
  await refused(start(copy, tpm), /VAULT_ROLLED_BACK/)
  await runUntil(data, tpm, /log-open/)
})

test('other software gets nothing out of the TPM, and the function runs all the same', { skip }, async () => {
  const { data, tpm } = await usedDevice()
  const client = await tpm.connect()
  await pcrExtend(client, 4, new Uint8Array(32).fill(7))
  await client.close()
  const run = start(data, tpm)
  try {
    await until('the refusal', () => /TPM_POLICY_REFUSED/.exec(run.text()) ?? undefined)
    assert.equal(await answered(data, 'start', {}), 200)
    assert.doesNotMatch(run.text(), /log-open/)
  } finally {
    run.child.kill('SIGTERM')
    await run.ended
    for (const pid of pids(data)) process.kill(pid, 'SIGKILL')
  }
})

test('without its TPM the pump works and keeps its data sealed; once the TPM is back it opens', {
  skip,
}, async () => {
  const { data, tpm } = await usedDevice()
  await tpm.stop()
  const run = start(data, tpm)
  try {
    await until('the wait', () => /TPM_UNREACHABLE/.exec(run.text()) ?? undefined)
    assert.equal(await answered(data, 'start', {}), 200)
    await emulator(tpm.state)
    await until('the log', () => /log-open/.exec(run.text()) ?? undefined)
    assert.equal(await answered(data, 'stop', {}), 200)
  } finally {
    run.child.kill('SIGTERM')
    await run.ended
    for (const pid of pids(data)) process.kill(pid, 'SIGKILL')
  }
})

test('a wiped device opens no more, and its receipt is signed', { skip }, async () => {
  const { data, tpm } = await usedDevice()
  const receipt = join(folder, 'receipt.json')
  const wipe = (...more: string[]): ReturnType<typeof spawnSync> =>
    spawnSync(
      process.execPath,
      [
        ...['--disable-warning=ExperimentalWarning', 'apps/cli/bin/pericard.js', 'vault', 'wipe'],
        ...['--data', data, '--tpm', tpm.path, '--receipt', receipt, ...more],
      ],
      { encoding: 'utf8' },
    )
  const asked = wipe()
  assert.equal(asked.status, 2)
  assert.match(String(asked.stderr), /give --yes/)
  const done = wipe('--yes')
  assert.equal(done.status, 0, String(done.stderr))
  const signed = readFileSync(receipt, 'utf8')
  const { publicKey } = (JSON.parse(signed) as SignedReceipt).receipt
  assert.equal(verifyReceipt(signed, publicKey).erased[0]?.why, 'wipe')
  assert.equal(wipe('--yes').status, 2, 'a receipt is not overwritten')
  await refused(start(data, tpm), /it was wiped.*VAULT_ERASED/)
})

test('a device file that wants a TPM is refused without one', { skip }, async () => {
  const data = mkdtempSync(join(folder, 'none-'))
  await refused(guard(data, pump), /"device-share" needs a TPM: --tpm.*VAULT_SHARES_MISSING/)
})
