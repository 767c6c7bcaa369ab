import test from 'node:test'
import assert from 'node:assert/strict'
import type { CriticalFunction } from '@pericard/model'
import fc from 'fast-check'
import {
  checkCommand,
  type CommandRequest,
  cumulativeReached,
  envelopeAfterSafeState,
  type EnvelopeRefusalCode,
  type EnvelopeState,
  initialEnvelope,
} from './envelope.ts'
import { delivered } from './envelope-delivery.ts'

const rate = { unit: 'mL/h', min: 0.1, max: 999, stepPerMinute: 50 }
const atDevice = { confirm: 'at-device', roles: ['nurse'], states: [], parameters: {} } as const
const pump: CriticalFunction = {
  id: 'deliver-drug',
  component: 'controller',
  harm: 'catastrophic',
  safeState: 'stopped',
  patients: 1,
  alarms: [],
  interlockBy: [],
  feedbackBy: [],
  inputs: [],
  commands: [
    { ...atDevice, id: 'set-rate', parameters: { ml_per_h: rate }, minimumInterval: 1000 },
    { ...atDevice, id: 'bolus', parameters: { ml: { unit: 'mL', min: 0.1, max: 10 } }, states: ['running'] },
    { ...atDevice, id: 'start', states: ['stopped'], to: 'running' },
    { ...atDevice, id: 'stop', confirm: 'none', to: 'stopped' },
  ],
  envelope: {
    initialState: 'stopped',
    cumulative: { parameter: 'ml_per_h', max: 100, unit: 'mL', window: 3_600_000 },
  },
}
const start = initialEnvelope(pump, 0)

function setRate(ml_per_h: unknown): CommandRequest {
  return { command: 'set-rate', parameters: { ml_per_h }, role: 'nurse', confirmed: true }
}

function plain(command: string): CommandRequest {
  return { command, parameters: {}, role: 'nurse', confirmed: true }
}

function accepted(state: EnvelopeState, request: CommandRequest, now: number): EnvelopeState {
  const verdict = checkCommand(pump, state, request, now)
  assert.equal(verdict.ok, true, JSON.stringify(verdict))
  return verdict.state
}

function refused(
  state: EnvelopeState,
  request: CommandRequest,
  now: number,
  code: EnvelopeRefusalCode,
): void {
  const verdict = checkCommand(pump, state, request, now)
  assert.equal(verdict.ok ? 'accepted' : verdict.code, code)
  assert.equal(verdict.state, state)
}

test('checkCommand() lets an infusion be set, started, changed and stopped', () => {
  let state = accepted(start, setRate(120), 0)
  state = accepted(state, plain('start'), 10)
  assert.equal(state.mode, 'running')
  state = accepted(state, setRate(160), 5000)
  state = accepted(state, { ...plain('bolus'), parameters: { ml: 3 } }, 6000)
  assert.equal(accepted(state, plain('stop'), 7000).mode, 'stopped')
})

test('checkCommand() refuses each way of leaving the envelope with its own code and changes nothing', () => {
  const cases: readonly [CommandRequest, EnvelopeRefusalCode][] = [
    [plain('self-destruct'), 'ENVELOPE_COMMAND_UNKNOWN'],
    [plain('constructor'), 'ENVELOPE_COMMAND_UNKNOWN'],
    [{ ...setRate(5), role: 'visitor' }, 'ENVELOPE_ROLE'],
    [{ ...plain('bolus'), parameters: { ml: 3 } }, 'ENVELOPE_STATE'],
    [{ ...setRate(5), confirmed: false }, 'ENVELOPE_CONFIRMATION'],
    [plain('set-rate'), 'ENVELOPE_PARAMETER_MISSING'],
    [{ ...setRate(5), parameters: { ml_per_h: 5, toString: 1 } }, 'ENVELOPE_PARAMETER_UNKNOWN'],
    [{ ...plain('start'), parameters: { now: 1 } }, 'ENVELOPE_PARAMETER_UNKNOWN'],
  ]
  for (const [request, code] of cases) refused(start, request, 0, code)
  for (const value of [0, 999.1, -5, Number.NaN, Number.POSITIVE_INFINITY, '5', null, [5], { valueOf: 5 }]) {
    refused(start, setRate(value), 0, 'ENVELOPE_RANGE')
  }
})

test('checkCommand() takes a parameter only from the request itself, never from its prototype', () => {
  refused(
    start,
    { ...plain('set-rate'), parameters: Object.create({ ml_per_h: 5 }) },
    0,
    'ENVELOPE_PARAMETER_MISSING',
  )
})

test('checkCommand() counts small steps within a minute as one large step', () => {
  let state = accepted(start, setRate(100), 0)
  state = accepted(state, setRate(130), 2000)
  refused(state, setRate(151), 4000, 'ENVELOPE_STEP')
  state = accepted(state, setRate(150), 4000)
  accepted(state, setRate(180), 64_000)
})

test('checkCommand() refuses a command before its minimum interval, also when the clock is turned back', () => {
  const state = accepted(start, setRate(100), 10_000)
  refused(state, setRate(101), 10_999, 'ENVELOPE_INTERVAL')
  refused(state, setRate(101), 1, 'ENVELOPE_INTERVAL')
  accepted(state, setRate(101), 11_000)
})

test('the cumulative limit stops delivery, refuses more, and still lets it be stopped', () => {
  let state = accepted(start, setRate(120), 0)
  state = accepted(state, plain('start'), 0)
  assert.equal(cumulativeReached(pump, state, 49 * 60_000), false)
  assert.equal(cumulativeReached(pump, state, 50 * 60_000), true)
  refused(state, { ...plain('bolus'), parameters: { ml: 10 } }, 46 * 60_000, 'ENVELOPE_CUMULATIVE')
  accepted(state, plain('stop'), 51 * 60_000)
  const safe = envelopeAfterSafeState(pump, state, 50 * 60_000)
  assert.equal(safe.mode, 'stopped')
  refused(safe, plain('start'), 51 * 60_000, 'ENVELOPE_CUMULATIVE')
  accepted(safe, plain('start'), 61 * 60_000)
})

test('no sequence of 100,000 commands leaves the envelope', () => {
  const request = fc.record({
    command: fc.constantFrom('set-rate', 'bolus', 'start', 'stop', 'reset'),
    parameters: fc.oneof(
      fc.record({ ml_per_h: fc.oneof(fc.double(), fc.double({ min: 0, max: 1000, noNaN: true })) }),
      fc.record({ ml: fc.double({ min: -1, max: 11, noNaN: true }) }),
      fc.constant({}),
    ),
    role: fc.constantFrom('nurse', 'nurse', 'nurse', 'physician'),
    confirmed: fc.constantFrom(true, true, true, false),
    wait: fc.integer({ min: -1000, max: 90_000 }),
  })
  fc.assert(
    fc.property(fc.array(request, { minLength: 250, maxLength: 250 }), (requests) => {
      let state = start
      let now = 0
      const rates: { value: number; at: number }[] = []
      for (const { wait, ...command } of requests) {
        now += wait
        // The gate looks at this on every heartbeat; here it does before every command.
        if (cumulativeReached(pump, state, now)) state = envelopeAfterSafeState(pump, state, now)
        const before = state
        const verdict = checkCommand(pump, state, command, now)
        state = verdict.state
        if (!verdict.ok) {
          assert.equal(state, before)
          continue
        }
        assert.ok(command.role === 'nurse')
        assert.ok(command.confirmed || command.command === 'stop')
        const value = verdict.parameters['ml_per_h']
        if (value === undefined) continue
        assert.ok(value >= 0.1 && value <= 999)
        for (const other of rates.filter(({ at }) => state.at - at <= 60_000)) {
          assert.ok(Math.abs(other.value - value) <= 50)
        }
        rates.push({ value, at: state.at })
      }
      // 90 s at 999 mL/h is the most that can flow between two looks of this test.
      assert.ok(delivered(pump, state.delivery, state.at) < 100 + 10 + 25)
    }),
    { numRuns: 400 },
  )
})
