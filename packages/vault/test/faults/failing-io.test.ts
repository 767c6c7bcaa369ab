/** A full disk, a failing disk and half a write at each call in turn; PERICARD_FAULTS=full for every call, else every third. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkDevice, type Line } from './acknowledged.ts'

const step = process.env['PERICARD_FAULTS'] === 'full' ? 1 : 3
/** No piece of work makes as many calls; the loop ends once one was not reached. */
const callsMax = 1_000
const folder = mkdtempSync(join(tmpdir(), 'pericard-io-'))
const library = join(folder, 'failing-io.so')
const source = fileURLToPath(new URL('failing-io.c', import.meta.url))
const built = spawnSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']).status === 0
const skip =
  built || process.env['CI'] === 'true' ? false : 'there is no C compiler: apt-get install gcc libc6-dev'
test.after(() => rmSync(folder, { recursive: true, force: true }))

for (const kind of ['full', 'broken', 'short'] as const) {
  test(`a disk that is ${kind} at any call loses nothing that was acknowledged`, { skip }, async () => {
    let failures = 0
    for (let at = 1; at < callsMax; at += step) {
      const data = join(folder, `${kind}-${at}`)
      const root = join(folder, `root-${kind}-${at}-`)
      mkdirSync(data)
      const { fired, lines, text } = work(kind, at, data, root)
      if (!fired) break
      failures += lines.filter(({ failed }) => failed !== undefined).length
      assert.doesNotMatch(text, /no code/, text)
      await checkDevice(data, root, lines, `${kind} at call ${at}`)
    }
    assert.ok(kind === 'short' || failures > 5, `${failures} pieces of work failed`)
  })
}

function work(
  kind: string,
  at: number,
  data: string,
  root: string,
): { fired: boolean; lines: Line[]; text: string } {
  const { output } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL('failing-writer.ts', import.meta.url)),
      data,
      root,
    ],
    {
      env: { LD_PRELOAD: library, FAULT_FOLDER: `${data}/`, FAULT_AT: String(at), FAULT_KIND: kind },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      encoding: 'utf8',
    },
  )
  const text = output[1] ?? ''
  const lines = text.split('\n').filter((line) => line.startsWith('{'))
  return {
    fired: (output[3] ?? '').includes('fault'),
    lines: lines.map((line) => JSON.parse(line) as Line),
    text,
  }
}
