import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { CriticalFunction } from '@pericard/model'
import { checkCommand, type CommandRequest, type EnvelopeState, initialEnvelope } from '../envelope.ts'
import { longestWindow } from '../envelope/history.ts'
import { HistoryFile } from './history-file.ts'

const hour = 3_600_000
const fn = {
  id: 'deliver',
  commands: [
    {
      ...{ id: 'set-rate', roles: ['nurse'], confirm: 'at-device', states: [], minimumInterval: 1000 },
      parameters: { rate: { unit: 'mL/h', min: 0, max: 100 } },
    },
    {
      id: 'start',
      roles: ['nurse'],
      confirm: 'at-device',
      states: ['stopped'],
      to: 'running',
      parameters: {},
    },
    { id: 'stop', roles: ['nurse'], confirm: 'at-device', states: [], to: 'stopped', parameters: {} },
  ],
  envelope: {
    ...{ initialState: 'stopped', softOverrideBy: [], historyConfirmedBy: ['nurse'], limitsSignedBy: [] },
    cumulative: { parameter: 'rate', max: 50, unit: 'mL', window: 10 * hour },
  },
} as unknown as CriticalFunction

const folder = mkdtempSync(join(tmpdir(), 'pericard-history-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const ask = (command: string, parameters = {}): CommandRequest => ({
  ...{ command, parameters, role: 'nurse', confirmed: true },
})

/** A machine whose clock goes on while gates come and go. */
class Bench {
  readonly path = join(folder, String(files++))
  time = 1_000_000

  open(): HistoryFile {
    return new HistoryFile(fn, this.path, this.time)
  }

  installed(): HistoryFile {
    this.open().write(initialEnvelope(fn, this.time))
    return this.open()
  }
}

function given(state: EnvelopeState, command: CommandRequest, now: number): EnvelopeState {
  const verdict = checkCommand(fn, state, command, now)
  assert.ok(verdict.ok, verdict.ok ? '' : verdict.message)
  return verdict.state
}

function refusal(state: EnvelopeState, command: CommandRequest, now: number): string {
  const verdict = checkCommand(fn, state, command, now)
  return verdict.ok ? 'accepted' : verdict.code
}

/** 40 of the 50 mL of ten hours are given, and the process ends without a word. */
function fortyGiven(bench: Bench): void {
  const history = bench.installed()
  const state = given(history.state, ask('set-rate', { rate: 20 }), bench.time)
  history.write(given(state, ask('start'), bench.time))
  bench.time += 2 * hour
}

test('after its process was killed a gate goes on counting where it was, and what flowed meanwhile is counted', () => {
  const bench = new Bench()
  fortyGiven(bench)
  const next = bench.open()
  assert.deepEqual([next.recovery, next.state.mode], ['continued', 'stopped'])
  const state = given(next.state, ask('set-rate', { rate: 100 }), bench.time)
  const running = given(state, ask('start'), bench.time)
  assert.equal(refusal(running, ask('set-rate', { rate: 99 }), bench.time + 5 * 60_000), 'accepted')
  assert.equal(
    refusal(running, ask('set-rate', { rate: 99 }), bench.time + 7 * 60_000),
    'ENVELOPE_CUMULATIVE',
  )
})

test('a history from after now is that of another start of the machine: lost', () => {
  const bench = new Bench()
  fortyGiven(bench)
  bench.time = 999_999
  assert.equal(bench.open().recovery, 'lost')
})

test('what was lost is held until somebody at the device confirms; what ends delivery is always taken', () => {
  const bench = new Bench()
  const { state } = bench.open()
  assert.equal(refusal(state, ask('set-rate', { rate: 1 }), bench.time), 'ENVELOPE_HISTORY')
  assert.equal(refusal(state, ask('stop'), bench.time), 'accepted')
  assert.equal(refusal(state, ask('set-rate', { rate: 1 }), bench.time + longestWindow(fn)), 'accepted')
  const confirmed = given(state, ask('confirm-history'), bench.time)
  assert.equal(refusal(confirmed, ask('set-rate', { rate: 1 }), bench.time), 'accepted')
})

test('a history that is missing, cut anywhere, has any bit changed, is another function’s or no file is lost: held for the longest window', () => {
  const bench = new Bench()
  fortyGiven(bench)
  const text = readFileSync(bench.path)
  const lost = (): void => {
    const found = bench.open()
    assert.equal(found.recovery, 'lost')
    assert.equal((found.state.holdUntil ?? 0) - found.state.at, longestWindow(fn))
    assert.equal(refusal(found.state, ask('set-rate', { rate: 1 }), bench.time), 'ENVELOPE_HISTORY')
  }
  for (let length = 0; length < text.length; length++) {
    writeFileSync(bench.path, text.subarray(0, length))
    lost()
  }
  for (let bit = 0; bit < 8 * text.length; bit += 3) {
    const changed = Buffer.from(text)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    writeFileSync(bench.path, changed)
    lost()
  }
  writeFileSync(bench.path, Buffer.concat([text, text]))
  lost()
  rmSync(bench.path)
  lost()
  writeFileSync(`${bench.path}.real`, text)
  symlinkSync(`${bench.path}.real`, bench.path)
  lost()
  rmSync(bench.path)
  const other = new HistoryFile({ ...fn, id: 'other' }, `${bench.path}.real`, 2 ** 40)
  assert.equal(other.recovery, 'lost')
})

/** So many values that the text is as long as this many bytes at least. */
function ofLength(state: EnvelopeState, bytes: number): EnvelopeState {
  return { ...state, accepted: { stop: Array.from({ length: bytes / 8 }, (_, i) => 1_000_000 + i) } }
}

test('each state that was written is the one that the next gate finds, longer and shorter ones in turn', () => {
  const bench = new Bench()
  const history = bench.installed()
  const seen = new Set<number>()
  for (const bytes of [0, 0, 8, 400, 408, 0, 3000, 3008, 4096, 4104, 7600, 7608, 0, 8]) {
    bench.time++
    const state = ofLength({ ...history.state, at: bench.time }, bytes)
    history.write(state)
    assert.deepEqual(bench.open().state.accepted, state.accepted)
    assert.equal(readFileSync(bench.path).length % 512, 0)
    seen.add(statSync(bench.path).ino)
  }
  assert.ok(seen.size > 1)
})

test('a state of the same length is written in place up to a page; a longer one takes the place of a whole file', () => {
  const bench = new Bench()
  const history = bench.installed()
  const inodeAfter = (bytes: number): number => {
    history.write(ofLength(history.state, bytes))
    return statSync(bench.path).ino
  }
  assert.equal(inodeAfter(16), inodeAfter(24))
  assert.notEqual(inodeAfter(24), inodeAfter(1000))
  assert.equal(inodeAfter(3000), inodeAfter(3008))
  assert.notEqual(inodeAfter(7600), inodeAfter(7608))
})

test('a history that cannot be written is said, and the one before stays', () => {
  const bench = new Bench()
  const history = bench.installed()
  const before = readFileSync(bench.path)
  rmSync(`${bench.path}.next`, { force: true })
  symlinkSync('/dev/full', `${bench.path}.next`)
  assert.throws(() => history.write(history.state))
  assert.deepEqual(readFileSync(bench.path), before)
})
