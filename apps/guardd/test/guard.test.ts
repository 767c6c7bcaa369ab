/** The guard as its user runs it, without a fleet: nothing that the function needs may wait for one. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const hasBwrap = readdirSync('/usr/bin').includes('bwrap')
const skip =
  hasBwrap || process.env['CI'] === 'true' ? false : 'bubblewrap is missing: apt-get install bubblewrap'
const folder = mkdtempSync(join(tmpdir(), 'pericard-guard-'))
const passphraseFile = join(folder, 'passphrase')
const rootFile = join(folder, 'root.pem')
writeFileSync(passphraseFile, 'a passphrase for tests only')
writeFileSync(rootFile, 'no fleet is there')
test.after(() => rmSync(folder, { recursive: true, force: true }))

interface Running {
  readonly child: ChildProcess
  readonly text: () => string
  readonly ended: Promise<number>
}

function guard(data: string, passphrase = passphraseFile): Running {
  const child = spawn(
    process.execPath,
    [
      ...[
        '--disable-warning=ExperimentalWarning',
        'apps/cli/bin/pericard.js',
        'guard',
        'examples/infusion-pump/device.yaml',
      ],
      ...['--data', data, '--passphrase-file', passphrase, '--fleet-root', rootFile],
      ...['--device-url', 'https://127.0.0.1:9', '--enrol-url', 'https://127.0.0.1:9'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)))
  return { child, text: () => text, ended }
}

async function until<T>(what: string, found: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let look = 0; look < 200; look++) {
    const value = await found()
    if (value !== undefined) return value
    await pause(50)
  }
  return assert.fail(`waited in vain for ${what}`)
}

/** Process ids by what stands on their command lines. */
function pids(...words: string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8')
        return words.every((word) => line.includes(word))
      } catch {
        return false
      }
    })
    .map(Number)
}

function childOf(guardPid: number, main: string): number[] {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(guardPid)], { encoding: 'utf8' })
  const own = new Set(children.split('\n').map(Number))
  return pids(main).filter((pid) => own.has(pid))
}

function command(data: string, name: string, parameters: object): Promise<number | undefined> {
  return new Promise((resolve) => {
    const options = {
      socketPath: join(data, 'run', 'touch-screen.sock'),
      ...{ method: 'POST', path: `/functions/deliver-drug/commands/${name}`, agent: false },
      headers: { 'content-type': 'application/json' },
    }
    const outgoing = request(options, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
    })
    outgoing.on('error', () => resolve(undefined))
    outgoing.end(JSON.stringify({ parameters, role: 'nurse', confirmed: true }))
  })
}

const answered = async (data: string, name: string, parameters: object): Promise<number> =>
  until(`an answer to ${name}`, async () => {
    const status = await command(data, name, parameters)
    return status === undefined || status === 503 ? undefined : status
  })

test('killing courier, keeper, local API and supervisor does not disturb the critical function', {
  skip,
}, async () => {
  const data = mkdtempSync(join(folder, 'kill-'))
  const first = guard(data)
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
    await refused(data, /VAULT_UNLOCK_REFUSED/, wrong)
    assert.ok(pids('pump-function.ts').includes(functionPid ?? 0), 'a spoiled passphrase stops no therapy')
    const second = guard(data)
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
  const sound = guard(data)
  await until('the log', () => /log-open/.exec(sound.text()) ?? undefined)
  sound.child.kill('SIGTERM')
  assert.equal(await sound.ended, 0)

  const wrong = join(folder, 'wrong')
  writeFileSync(wrong, 'another passphrase than that')
  await refused(data, /VAULT_UNLOCK_REFUSED/, wrong)

  const log = join(data, 'log', '1.log')
  const [before, bytes] = [readFileSync(log), readFileSync(log)]
  bytes[60] = (bytes[60] ?? 0) ^ 1
  writeFileSync(log, bytes)
  await refused(data, /VAULT_LOG_BROKEN/)
  assert.deepEqual(readFileSync(log), bytes)
  writeFileSync(log, before)

  const store = join(data, 'vault.db')
  truncateSync(store, Math.floor(statSync(store).size / 2))
  const halved = readFileSync(store)
  await refused(data, /VAULT_/)
  assert.deepEqual(readFileSync(store), halved)
})

async function refused(data: string, wanted: RegExp, passphrase?: string): Promise<void> {
  const run = guard(data, passphrase)
  assert.equal(await run.ended, 2, run.text())
  assert.match(run.text(), wanted)
  assert.doesNotMatch(run.text(), / at .*\.ts:\d+/)
}
