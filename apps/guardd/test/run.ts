/** The guard as its user runs it, without a fleet, for tests. */
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Why tests with the guard are skipped; in CI they are not. */
export const bwrapMissing: string | false =
  existsSync('/usr/bin/bwrap') || process.env['CI'] === 'true'
    ? false
    : 'bubblewrap is missing: apt-get install bubblewrap'
export const folder: string = mkdtempSync(join(tmpdir(), 'pericard-guard-'))
const rootFile = join(folder, 'root.pem')
writeFileSync(rootFile, 'no fleet is there')

/** The example pump, whose share lies in a TPM. */
export const pump = 'examples/infusion-pump/device.yaml'

/** The example pump with a share that a person brings. */
export function passphrasePump(): string {
  const copy = join(mkdtempSync(join(folder, 'pump-')), 'device')
  cpSync('examples/infusion-pump', copy, { recursive: true })
  const path = join(copy, 'device.yaml')
  const text = readFileSync(path, 'utf8')
    .replace('stored-by: tpm', 'stored-by: operator')
    .replace('kept-as: hardware', 'kept-as: slow-hash')
    .replace(/^ {2}(?:pcrs|erase-root): .*\n/gm, '')
  assert.ok(!text.includes('erase-root'))
  writeFileSync(path, text)
  return path
}

export interface Running {
  readonly child: ChildProcess
  readonly text: () => string
  readonly ended: Promise<number>
}

/** Starts the guard of a pump on a data folder. */
export function guard(data: string, device: string, ...shares: string[]): Running {
  const child = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', 'apps/cli/bin/pericard.js', 'guard', device],
      ...['--data', data, '--fleet-root', rootFile, ...shares],
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

export async function until<T>(
  what: string,
  found: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  for (let look = 0; look < 1200; look++) {
    const value = await found()
    if (value !== undefined) return value
    await pause(50)
  }
  return assert.fail(`waited in vain for ${what}`)
}

/** Process ids by what stands on their command lines. */
export function pids(...words: string[]): number[] {
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

export function childOf(guardPid: number, main: string): number[] {
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

export const answered = async (data: string, name: string, parameters: object): Promise<number> =>
  until(`an answer to ${name}`, async () => {
    const status = await command(data, name, parameters)
    return status === undefined || status === 503 ? undefined : status
  })

/** Expects that the guard stops with exit code 2 and says why. */
export async function refused(run: Running, wanted: RegExp): Promise<void> {
  // One that goes on instead would keep the tests waiting for ever.
  const late = setTimeout(() => run.child.kill('SIGKILL'), 60_000)
  assert.equal(await run.ended, 2, run.text())
  clearTimeout(late)
  assert.match(run.text(), wanted)
  assert.doesNotMatch(run.text(), / at .*\.ts:\d+/)
}
