/** kill -9 at random moments of a working device; PERICARD_FAULTS=full for 2,000 kills instead of 200. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileLogStore } from '../../src/adapters/files.ts'
import { verifyLog } from '../../src/index.ts'
import { logKeys, openDevice } from './device.ts'

const kills = process.env['PERICARD_FAULTS'] === 'full' ? 2_000 : 200
const devices = 2
/** Longest wait before a kill, after the first thing was acknowledged, in milliseconds. */
const waitMax = 40
const folder = mkdtempSync(join(tmpdir(), 'pericard-kill-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))

interface Done {
  readonly step?: number
  readonly subject?: string
  readonly count?: number
  readonly line?: true
  readonly erasing?: string
  readonly erased?: string
}

/** What a device has acknowledged over all its lives. */
class Acknowledged {
  readonly records = new Map<string, number>()
  readonly erased = new Set<string>()
  /** Asked for and not acknowledged: may have happened or not. */
  readonly erasing = new Set<string>()
  lines = 0
  next = 0

  take({ step, subject = '', count = 0, line, erasing, erased }: Done): void {
    if (step !== undefined) {
      this.next = step + 1
      this.records.set(subject, (this.records.get(subject) ?? 0) + count)
    }
    if (line === true) this.lines++
    if (erasing !== undefined) this.erasing.add(erasing)
    if (erased !== undefined) this.erased.add(erased)
  }
}

async function live(data: string, root: string, acknowledged: Acknowledged): Promise<void> {
  const child = fork(new URL('writer.ts', import.meta.url), [data, root, String(acknowledged.next)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  child.on('message', (done: Done) => acknowledged.take(done))
  await Promise.race([once(child, 'message'), once(child, 'exit')])
  await new Promise((wake) => setTimeout(wake, Math.random() * waitMax))
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  assert.equal(child.signalCode, 'SIGKILL', 'it worked until it was killed')
}

test(`${kills} kills of working devices lose nothing that was acknowledged and bring nothing back`, async () => {
  await Promise.all(Array.from({ length: devices }, (_, device) => work(device)))
})

async function work(device: number): Promise<void> {
  const data = join(folder, String(device))
  const root = join(folder, `root-${device}-`)
  mkdirSync(data)
  const acknowledged = new Acknowledged()
  for (let kill = 1; kill <= kills / devices; kill++) {
    await live(data, root, acknowledged)
    if (kill % 10 === 0) await check(data, root, acknowledged)
  }
  assert.ok(acknowledged.lines > kills / devices && acknowledged.erased.size > 2, 'it was busy')
}

async function check(
  data: string,
  root: string,
  { records, erased, erasing, lines }: Acknowledged,
): Promise<void> {
  const verdict = verifyLog(new FileLogStore(data), logKeys())
  assert.ok(verdict.fault === undefined || verdict.fault.code === 'LOG_TAIL_UNFINISHED', verdict.fault?.code)
  assert.ok(verdict.lines >= lines, `${lines} lines acknowledged, ${verdict.lines} found`)
  const device = await openDevice(data, root)
  assert.equal(device.vault.verify().broken, undefined)
  for (const [subject, count] of records) {
    const found = device.count(subject)
    if (erased.has(subject)) assert.equal(found, 0, `${subject} was erased`)
    else if (!erasing.has(subject) || found > 0)
      assert.ok(found >= count, `${subject}: ${count} acknowledged, ${found} found`)
  }
  device.close()
}
