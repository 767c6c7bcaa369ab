/** Power cuts of a real store and a real log, at each call to the file system; PERICARD_FAULTS=full for 40 states a call, else 3. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkDevice, type Line } from './acknowledged.ts'
import { type Call, type Fate, readCalls, RecordedDisk } from './recorded-disk.ts'

const full = process.env['PERICARD_FAULTS'] === 'full'
const folder = mkdtempSync(join(tmpdir(), 'pericard-cut-'))
const library = join(folder, 'recording-io.so')
const source = fileURLToPath(new URL('recording-io.c', import.meta.url))
const built = spawnSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']).status === 0
const skip =
  built || process.env['CI'] === 'true' ? false : 'there is no C compiler: apt-get install gcc libc6-dev'
test.after(() => rmSync(folder, { recursive: true, force: true }))

/** The work of `failing-writer.ts`, recorded: `device/` is the medium, `memory/` the erase root. */
function recorded(): Call[] {
  const data = join(folder, 'recorded')
  for (const part of ['device', 'memory']) mkdirSync(join(data, part), { recursive: true })
  const { output, stderr } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL('failing-writer.ts', import.meta.url)),
      join(data, 'device'),
      join(data, 'memory', 'root-'),
      '3',
    ],
    {
      env: { LD_PRELOAD: library, RECORD_FOLDER: `${data}/` },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      maxBuffer: 256 * 1024 * 1024,
    },
  )
  return readCalls(output[3] ?? Buffer.alloc(0)).concat([{ kind: 'said', text: String(stderr) }])
}

/** Repeatable: a state that is bad can be looked at again. */
function fateOf(seed: number): Fate {
  return (call, part) => {
    let x = (seed * 0x9e3779b1 + call * 0x85ebca6b + part * 0xc2b2ae35) >>> 0
    x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) >>> 0
    x = Math.imul(x ^ (x >>> 12), 0x297a2d39) >>> 0
    return ((x ^ (x >>> 15)) & 1) === 1
  }
}

async function checkAfter(files: Map<string, Buffer>, said: readonly Line[], when: string): Promise<void> {
  const at = join(folder, 'state')
  rmSync(at, { recursive: true, force: true })
  for (const part of ['device', 'memory']) mkdirSync(join(at, part), { recursive: true })
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(at, name)), { recursive: true })
    writeFileSync(join(at, name), bytes)
  }
  try {
    await checkDevice(join(at, 'device'), join(at, 'memory', 'root-'), said, when, 'a')
  } catch (error) {
    throw new Error(`${when}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

test('after a power cut at any call, whichever sectors got to the medium, nothing that was acknowledged is lost', {
  skip,
}, async (t) => {
  const calls = recorded()
  const writes = calls.filter(({ kind }) => kind === 'write').length
  assert.ok(writes > 100 && calls.some(({ kind }) => kind === 'sync'), `${writes} writes were recorded`)
  for (const kind of ['cut', 'rename', 'unlink'] as const)
    assert.ok(
      calls.some((call) => call.kind === kind),
      kind,
    )
  const disk = new RecordedDisk()
  const said: Line[] = []
  let states = 0
  for (const [index, call] of calls.entries()) {
    disk.take(call)
    if (call.kind === 'said') {
      if (call.text.startsWith('{')) said.push(JSON.parse(call.text) as Line)
      continue
    }
    const fates: Fate[] = Array.from({ length: full ? 40 : 3 }, (_, each) => fateOf(index * 64 + each))
    // What a cache without power would lose and what a slow one would keep, wherever an order is promised.
    if (full || calls[index + 1]?.kind === 'sync' || call.kind === 'cut')
      fates.push(
        () => false,
        () => true,
      )
    for (const [each, fate] of fates.entries()) {
      await checkAfter(disk.cut(fate), said, `state ${each} after call ${index} (${call.kind} ${call.file})`)
      states++
    }
  }
  t.diagnostic(`${states} states of ${calls.length} calls`)
  assert.ok(said.length > 8, 'all of the work was done')
  assert.ok(states > writes, `${states} states`)
})

test('a disk that lies about a sync is found out: the test can fail', { skip }, async () => {
  const disk = new RecordedDisk()
  const said: Line[] = []
  for (const call of recorded()) {
    if (call.kind === 'said' && call.text.startsWith('{')) said.push(JSON.parse(call.text) as Line)
    if (call.kind !== 'sync' || !call.file.startsWith('device/')) disk.take(call)
    if (said.length === 4) break
  }
  await assert.rejects(
    checkAfter(
      disk.cut(() => false),
      said,
      'without syncs',
    ),
  )
})
