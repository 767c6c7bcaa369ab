/** `pericard log` on the log of a real guard, tampered with in each way: it names the place, and reads on up to there. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { bwrapMissing as skip, folder, guard, passphrasePump, until } from './run.ts'

const passphraseFile = join(folder, 'passphrase')
writeFileSync(passphraseFile, 'a passphrase for tests only')
const device = passphrasePump()
test.after(() => rmSync(folder, { recursive: true, force: true }))

/** Magic 6, log id 16, segment 8, first sequence 8, hash 32; then blocks, each with a head of 45. */
const segmentHead = 70
const blockHead = 45

async function usedDevice(starts: number): Promise<string> {
  const data = mkdtempSync(join(folder, 'log-'))
  for (let n = 0; n < starts; n++) {
    const running = guard(data, device, '--passphrase-file', passphraseFile)
    await until('the log', () => /log-open/.exec(running.text()) ?? undefined)
    running.child.kill('SIGTERM')
    assert.equal(await running.ended, 0)
  }
  return data
}

interface Said {
  readonly status: number | null
  readonly out: string
  readonly error: string
}

function log(verb: string, data: string, ...rest: string[]): Said {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', 'apps/cli/bin/pericard.js', 'log', verb, '--data', data],
      ...['--passphrase-file', passphraseFile, ...rest],
    ],
    { encoding: 'utf8' },
  )
  assert.doesNotMatch(stderr, / at .*\.ts:\d+/)
  return { status, out: stdout, error: stderr }
}

function blocksOf(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = []
  for (let at = segmentHead; at < bytes.length; ) {
    const end = at + blockHead + bytes.readUInt32BE(at)
    blocks.push(bytes.subarray(at, end))
    at = end
  }
  return blocks
}

interface Verdict {
  readonly sound: boolean
  readonly lines: number
  readonly fault?: { readonly code: string; readonly sequence: number; readonly offset: number }
}

/** How the log of a device is changed, what is found, and at which line. */
type Attack = readonly [string, (folder: string) => void, string, number]

const rewrite = (path: string, change: (blocks: Buffer[], head: Buffer) => Buffer[]): void => {
  const bytes = readFileSync(path)
  writeFileSync(path, Buffer.concat(change(blocksOf(bytes), bytes.subarray(0, segmentHead))))
}

function attacks(foreign: string, earlier: string, last: number): Attack[] {
  const one = (at: string): string => join(at, '1.log')
  const seenEarlier = blocksOf(readFileSync(one(earlier))).length
  return [
    [
      'a flipped bit',
      (at) => {
        const bytes = readFileSync(one(at))
        const place = segmentHead + (blocksOf(bytes)[0]?.length ?? 0) + blockHead + 2
        bytes[place] = (bytes[place] ?? 0) ^ 1
        writeFileSync(one(at), bytes)
      },
      'LOG_LINE_FORGED',
      2,
    ],
    [
      'truncation',
      (at) => rewrite(one(at), (blocks, head) => [head, ...blocks.slice(0, -1)]),
      'LOG_TAIL_CUT',
      last,
    ],
    [
      'a cut that looks like a crash',
      (at) => rewrite(one(at), (blocks, head) => [head, ...blocks.slice(0, -1), Buffer.alloc(300)]),
      'LOG_TAIL_CUT',
      last,
    ],
    [
      'a gap',
      (at) => rewrite(one(at), ([first = Buffer.of(), , ...rest], head) => [head, first, ...rest]),
      'LOG_LINE_MISSING',
      2,
    ],
    [
      'reordering',
      (at) =>
        rewrite(one(at), ([first = Buffer.of(), second = Buffer.of(), ...rest], head) => [
          ...[head, second, first],
          ...rest,
        ]),
      'LOG_LINE_MISSING',
      1,
    ],
    [
      'a line twice',
      (at) => rewrite(one(at), ([first = Buffer.of(), ...rest], head) => [head, first, first, ...rest]),
      'LOG_LINE_MISSING',
      2,
    ],
    ['the log of another device', (at) => cpSync(foreign, at, { recursive: true }), 'LOG_INDEX_FORGED', 1],
    ['lines of another device', (at) => cpSync(one(foreign), one(at)), 'LOG_SEGMENT_FOREIGN', 1],
    [
      'an older copy of all of it',
      (at) => cpSync(earlier, at, { recursive: true }),
      'LOG_TAIL_CUT',
      seenEarlier + 1,
    ],
    ['no index', (at) => rmSync(join(at, 'index')), 'LOG_INDEX_MISSING', 1],
    [
      'nothing left',
      (at) => {
        for (const name of readdirSync(at)) rmSync(join(at, name))
      },
      'LOG_TAIL_CUT',
      1,
    ],
  ]
}

test('pericard log verify says of each attack what it is and at which line it begins', {
  skip,
}, async (t) => {
  const before = await usedDevice(1)
  const earlier = join(folder, 'earlier')
  cpSync(join(before, 'log'), earlier, { recursive: true })
  const foreign = join(await usedDevice(3), 'log')
  const data = before
  for (let n = 0; n < 2; n++) {
    const running = guard(data, device, '--passphrase-file', passphraseFile)
    await until('the log', () => /log-open/.exec(running.text()) ?? undefined)
    running.child.kill('SIGTERM')
    assert.equal(await running.ended, 0)
  }
  const whole = log('verify', data, '--json')
  const { lines } = JSON.parse(whole.out) as Verdict
  assert.deepEqual([whole.status, lines > 3], [0, true], whole.error)
  for (const [name, change, code, line] of attacks(foreign, earlier, lines)) {
    await t.test(name, () => {
      const copy = mkdtempSync(join(folder, 'attacked-'))
      cpSync(data, copy, { recursive: true, filter: (path) => !statSync(path).isSocket() })
      change(join(copy, 'log'))
      const { status, out, error } = log('verify', copy, '--json')
      const { sound, fault } = JSON.parse(out) as Verdict
      assert.deepEqual([status, sound, fault?.code, fault?.sequence], [1, false, code, line], error)
      const shown = log('show', copy)
      assert.equal(shown.status, 1)
      assert.match(shown.error, new RegExp(`The log is broken: .*\\(${code}\\)`))
      assert.equal(shown.out.split('\n').length - 1, line - 1)
    })
  }
})

test('pericard log show and export give the lines, filtered, to who may read them; a wrong role or passphrase gets none', {
  skip,
}, async () => {
  const data = await usedDevice(2)
  const shown = log('show', data, '--since', '2')
  assert.equal(shown.status, 0, shown.error)
  assert.match(shown.out, /^ +\d+ .*keeper-started +boot 2$/m)
  assert.doesNotMatch(shown.out, /boot 1/)
  assert.equal(log('show', data, '--event', 'nothing').out, '')
  const file = join(data, 'log.csv')
  const exported = log('export', data, '--format', 'csv', '--out', file)
  assert.equal(exported.status, 0, exported.error)
  const rows = readFileSync(file, 'utf8').split('\n')
  assert.match(exported.out, new RegExp(`^${rows.length - 2} lines`))
  const again = log('export', data, '--out', file)
  assert.equal(again.status, 2)
  assert.match(again.error, /EEXIST|exists/)
  const refused = log('show', data, '--device-file', device, '--role', 'nurse')
  assert.deepEqual([refused.status, refused.out], [2, ''])
  const wrong = join(folder, 'wrong')
  writeFileSync(wrong, 'another passphrase than that')
  const closed = log('show', data, '--passphrase-file', wrong)
  assert.deepEqual([closed.status, closed.out], [2, ''])
  assert.match(closed.error, /VAULT_UNLOCK_REFUSED/)
  const ahead = log('verify', data, '--witness', `99:${'a'.repeat(64)}`)
  assert.equal(ahead.status, 1)
  assert.match(ahead.out, /LOG_TAIL_CUT/)
})
