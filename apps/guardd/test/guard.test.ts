/** The guard as its user runs it, without a fleet: nothing that the function needs may wait for one. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  answered,
  bwrapMissing as skip,
  childOf,
  folder,
  guard,
  passphrasePump,
  pids,
  refused,
  type Running,
  until,
} from './run.ts'

const passphraseFile = join(folder, 'passphrase')
writeFileSync(passphraseFile, 'a passphrase for tests only')
const device = passphrasePump()
test.after(() => rmSync(folder, { recursive: true, force: true }))

function start(data: string, passphrase = passphraseFile): Running {
  return guard(data, device, '--passphrase-file', passphrase)
}

test('killing courier, keeper, local API and supervisor does not disturb the critical function', {
  skip,
}, async () => {
  const data = mkdtempSync(join(folder, 'kill-'))
  const first = start(data)
  try {
    await until('the local API', () => /local-api-open/.exec(first.text()) ?? undefined)
    assert.equal(await answered(data, 'start', {}), 200)
    const [functionPid] = await until('the function', () => {
      const found = pids('pump-function.ts', 'node').filter((pid) => !pids('bwrap').includes(pid))
      return found.length > 0 ? found : undefined
    })
    for (const name of ['courier', 'keeper', 'local-api']) {
      const before = childOf(first.child.pid ?? 0, `${name}/main.ts`)
      assert.ok(before.length > 0, `${name} runs`)
      for (const pid of before)
        assert.match(readFileSync(`/proc/${pid}/limits`, 'utf8'), /^Max core file size +1 +1 /m)
      for (const pid of before) process.kill(pid, 'SIGKILL')
      await until(`${name} to be back`, () => {
        const now = childOf(first.child.pid ?? 0, `${name}/main.ts`)
        return now.length > 0 && !now.some((pid) => before.includes(pid)) ? now : undefined
      })
    }
    // Refused as long as the function is stopped: that it is accepted shows that the gate never left "running".
    assert.equal(await answered(data, 'set-rate', { ml_per_h: 12 }), 200)
    assert.equal(await answered(data, 'set-rate', { ml_per_h: 5_000 }), 422)
    await until('a store that knows its passphrase', () => /log-open/.exec(first.text()) ?? undefined)
    first.child.kill('SIGKILL')
    await first.ended
    const wrong = join(folder, 'spoiled')
    writeFileSync(wrong, 'a passphrase that somebody spoiled')
    await refused(start(data, wrong), /VAULT_UNLOCK_REFUSED/)
    assert.ok(pids('pump-function.ts').includes(functionPid ?? 0), 'a spoiled passphrase stops no therapy')
    const second = start(data)
    await until('the gate to be taken over', () => /gate: taken-over/.exec(second.text()) ?? undefined)
    assert.ok(pids('pump-function.ts').includes(functionPid ?? 0), 'the function is still the same process')
    second.child.kill('SIGTERM')
    assert.equal(await second.ended, 0)
    assert.equal(pids('pump-function.ts', data).length, 0)
  } finally {
    first.child.kill('SIGKILL')
    for (const pid of pids(data)) process.kill(pid, 'SIGKILL')
  }
})

test('a wrong passphrase, a truncated vault and an altered log are refused with exit code 2, and nothing is changed', {
  skip,
}, async () => {
  const data = mkdtempSync(join(folder, 'bad-'))
  const sound = start(data)
  await until('the log', () => /log-open/.exec(sound.text()) ?? undefined)
  sound.child.kill('SIGTERM')
  assert.equal(await sound.ended, 0)

  const wrong = join(folder, 'wrong')
  writeFileSync(wrong, 'another passphrase than that')
  await refused(start(data, wrong), /VAULT_UNLOCK_REFUSED/)

  const log = join(data, 'log', '1.log')
  const [before, bytes] = [readFileSync(log), readFileSync(log)]
  bytes[60] = (bytes[60] ?? 0) ^ 1
  writeFileSync(log, bytes)
  await refused(start(data), /VAULT_LOG_BROKEN/)
  assert.deepEqual(readFileSync(log), bytes)
  writeFileSync(log, before)

  const store = join(data, 'vault.db')
  truncateSync(store, Math.floor(statSync(store).size / 2))
  const halved = readFileSync(store)
  await refused(start(data), /VAULT_/)
  assert.deepEqual(readFileSync(store), halved)
})
