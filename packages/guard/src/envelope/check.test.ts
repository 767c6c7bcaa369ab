import test from 'node:test'
import assert from 'node:assert/strict'
import type { Command, CriticalFunction } from '@pericard/model'
import {
  checkCommand,
  changesPerMinuteMax,
  type CommandRequest,
  confirmHistory,
  envelopeAfterSafeState,
  type EnvelopeRefusalCode,
  type EnvelopeState,
  initialEnvelope,
  mustStop,
} from '../envelope.ts'
import { delivered, deliveryEntriesMax } from './delivery.ts'
import { exactOf } from './limits.ts'

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
  assert.equal(verdict.ok ? 'accepted' : verdict.code, 'accepted')
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
  for (const value of [0, 999.1, -5, Number.NaN, Number.POSITIVE_INFINITY, '5', null, [5]]) {
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
  refused(state, setRate(151), 4000, 'ENVELOPE_RAMP')
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
  assert.equal(mustStop(pump, state, 49 * 60_000), undefined)
  // One second before it is reached, to the millisecond: what flows until then is counted already.
  assert.equal(mustStop(pump, state, 50 * 60_000 - 1000), undefined)
  assert.equal(mustStop(pump, state, 50 * 60_000 - 999), 'limit')
  refused(state, { ...plain('bolus'), parameters: { ml: 10 } }, 46 * 60_000, 'ENVELOPE_CUMULATIVE')
  accepted(state, plain('stop'), 51 * 60_000)
  const safe = envelopeAfterSafeState(pump, state, 50 * 60_000)
  assert.equal(safe.mode, 'stopped')
  refused(safe, plain('start'), 51 * 60_000, 'ENVELOPE_CUMULATIVE')
  accepted(safe, plain('start'), 61 * 60_000)
  assert.equal(mustStop(pump, safe, 50 * 60_000), undefined)
})

/** The pump with one command or the envelope changed. */
function altered(
  change: Partial<Command>,
  envelope: Partial<CriticalFunction['envelope']> = {},
): CriticalFunction {
  const commands = pump.commands.map((command) =>
    command.id === 'set-rate' ? { ...command, ...change } : command,
  )
  return { ...pump, commands, envelope: { ...pump.envelope, ...envelope } }
}

function codeOf(fn: CriticalFunction, state: EnvelopeState, request: CommandRequest, now = 0): string {
  const verdict = checkCommand(fn, state, request, now)
  return verdict.ok ? `accepted ${JSON.stringify(verdict.parameters)}` : verdict.code
}

test('a value may come in another unit if it converts exactly', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [{ value: 2, unit: 'mL/min' }, 'accepted {"ml_per_h":120}'],
    [{ value: '0.12', unit: 'L/h' }, 'accepted {"ml_per_h":120}'],
    [{ value: '5', unit: 'mL/h' }, 'accepted {"ml_per_h":5}'],
    [{ value: 2, unit: 'L/h' }, 'ENVELOPE_RANGE'],
    [{ value: 1, unit: 'mL/d' }, 'ENVELOPE_UNIT'],
    [{ value: 24, unit: 'mL/d' }, 'accepted {"ml_per_h":1}'],
    [{ value: 5, unit: 'mg/h' }, 'ENVELOPE_UNIT'],
    [{ value: 5, unit: 'mL' }, 'ENVELOPE_UNIT'],
    [{ value: 5, unit: 'furlong' }, 'ENVELOPE_UNIT'],
    [{ value: 5 }, 'ENVELOPE_UNIT'],
    [{ value: null, unit: 'mL/h' }, 'ENVELOPE_RANGE'],
    [{ value: Number.NaN, unit: 'mL/min' }, 'ENVELOPE_RANGE'],
    ['5', 'ENVELOPE_RANGE'],
  ]
  for (const [value, wanted] of cases)
    assert.equal(codeOf(pump, start, setRate(value)), wanted, JSON.stringify(value))
})

test('no rounding carries a value over a limit', () => {
  const steps = altered({ parameters: { ml_per_h: { unit: 'mL/h', min: 0.1, max: 0.3, resolution: 0.1 } } })
  assert.equal(codeOf(steps, start, setRate(0.1 + 0.2)), 'ENVELOPE_RANGE')
  assert.equal(codeOf(steps, start, setRate(0.3)), 'accepted {"ml_per_h":0.3}')
  assert.equal(codeOf(steps, start, setRate(0.25)), 'ENVELOPE_RANGE')
  assert.equal(codeOf(steps, start, setRate(0.3000000001)), 'ENVELOPE_RANGE')
  const wide = altered({ parameters: { ml_per_h: { unit: 'mL/h', min: 0, max: 1_000_000_000 } } })
  // 18 digits are exact here but not in the double that the function gets.
  assert.equal(codeOf(wide, start, setRate({ value: '123456789.123456789', unit: 'mL/h' })), 'ENVELOPE_RANGE')
  assert.equal(
    codeOf(wide, start, setRate({ value: '123456789.123456', unit: 'mL/h' })).slice(0, 8),
    'accepted',
  )
})

test('a soft limit is passed by a named role with a reason, a hard one by nobody', () => {
  const soft = altered(
    { roles: ['nurse', 'physician'], parameters: { ml_per_h: { ...rate, softMin: 1, softMax: 200 } } },
    { softOverrideBy: ['physician'] },
  )
  const by = (role: string, value: number, reason?: string): string =>
    codeOf(soft, start, { ...setRate(value), role, ...(reason === undefined ? {} : { reason }) })
  for (const value of [1, 200]) assert.match(by('nurse', value), /^accepted/)
  for (const value of [0.9, 200.1]) {
    assert.equal(by('nurse', value), 'ENVELOPE_SOFT_LIMIT')
    assert.equal(by('nurse', value, 'palliative-care'), 'ENVELOPE_SOFT_LIMIT')
    assert.equal(by('physician', value), 'ENVELOPE_SOFT_LIMIT')
    assert.equal(by('physician', value, 'Jane Doe, room 5'), 'ENVELOPE_SOFT_LIMIT')
    assert.match(by('physician', value, 'palliative-care'), /^accepted/)
  }
  assert.equal(by('physician', 999.1, 'palliative-care'), 'ENVELOPE_RANGE')
  const verdict = checkCommand(soft, start, { ...setRate(300), role: 'physician', reason: 'trial' }, 0)
  assert.deepEqual(verdict.ok && verdict.overridden, ['ml_per_h'])
  const nobody = altered({ parameters: { ml_per_h: { ...rate, softMax: 200 } } })
  assert.equal(codeOf(nobody, start, { ...setRate(300), reason: 'trial' }), 'ENVELOPE_SOFT_LIMIT')
})

test('a step is held against the value before, a ramp against those of a minute', () => {
  const stepped = altered({
    minimumInterval: 0,
    parameters: { ml_per_h: { unit: 'mL/h', min: 0, max: 99, step: 10 } },
  })
  const first = checkCommand(stepped, start, setRate(50), 0).state
  assert.equal(codeOf(stepped, first, setRate(60.1), 1), 'ENVELOPE_STEP')
  assert.equal(codeOf(stepped, first, setRate(39.9), 1_000_000), 'ENVELOPE_STEP')
  const second = checkCommand(stepped, first, setRate(60), 1).state
  assert.match(codeOf(stepped, second, setRate(70), 2), /^accepted/)
})

test('a rate counts within any window, not from its start', () => {
  const rated = altered({ minimumInterval: 0, rate: { most: 2, window: 1000 } })
  let state = checkCommand(rated, start, setRate(5), 0).state
  state = checkCommand(rated, state, setRate(5), 900).state
  assert.equal(codeOf(rated, state, setRate(5), 999), 'ENVELOPE_RATE')
  state = checkCommand(rated, state, setRate(5), 1000).state
  assert.equal(codeOf(rated, state, setRate(5), 1899), 'ENVELOPE_RATE')
  assert.match(codeOf(rated, state, setRate(5), 1900), /^accepted/)
})

test('a function serves the patient or prescription that it is bound to, until that ends', () => {
  const bound: CriticalFunction = {
    ...pump,
    commands: [
      { ...atDevice, id: 'bind', subject: 'binds' },
      { ...atDevice, id: 'start', subject: 'bound', to: 'running' },
      { ...atDevice, id: 'release', subject: 'releases' },
    ],
    envelope: { initialState: 'stopped', bindingLasts: 1000 },
  }
  const for_ = (command: string, subject?: string): CommandRequest => ({
    ...plain(command),
    ...(subject === undefined ? {} : { subject }),
  })
  assert.equal(codeOf(bound, start, for_('start', 'a')), 'ENVELOPE_SUBJECT')
  for (const wrong of [undefined, '', 'x'.repeat(65)])
    assert.equal(codeOf(bound, start, for_('bind', wrong)), 'ENVELOPE_SUBJECT')
  const state = checkCommand(bound, start, for_('bind', 'a'), 0).state
  assert.equal(codeOf(bound, state, for_('bind', 'b'), 999), 'ENVELOPE_SUBJECT')
  assert.match(codeOf(bound, state, for_('bind', 'b'), 1000), /^accepted/)
  assert.equal(codeOf(bound, state, for_('start', 'b')), 'ENVELOPE_SUBJECT')
  assert.equal(codeOf(bound, state, for_('start')), 'ENVELOPE_SUBJECT')
  assert.equal(codeOf(bound, state, for_('start', 'a'), 1000), 'ENVELOPE_SUBJECT')
  const running = checkCommand(bound, state, for_('start', 'a'), 999).state
  assert.equal(mustStop(bound, running, 999), undefined)
  assert.equal(mustStop(bound, running, 1000), 'expired')
  const released = checkCommand(bound, state, for_('release'), 1).state
  assert.equal(released.binding, undefined)
  const lasting: CriticalFunction = { ...bound, envelope: { initialState: 'stopped' } }
  const for_ever = checkCommand(lasting, start, for_('bind', 'a'), 0).state
  assert.match(codeOf(lasting, for_ever, for_('start', 'a'), 1e12), /^accepted/)
})

test('without its history a function takes nothing but its end, until time or a person vouches for it', () => {
  const held: EnvelopeState = { ...start, mode: 'running', holdUntil: 5000 }
  const fn = altered({}, { historyConfirmedBy: ['nurse'] })
  assert.equal(codeOf(fn, held, setRate(5), 4999), 'ENVELOPE_HISTORY')
  assert.match(codeOf(fn, held, setRate(5), 5000), /^accepted/)
  assert.match(codeOf(fn, held, plain('stop'), 0), /^accepted/)
  assert.equal(codeOf(fn, held, { ...plain(confirmHistory), role: 'visitor' }), 'ENVELOPE_ROLE')
  assert.equal(codeOf(fn, held, { ...plain(confirmHistory), confirmed: false }), 'ENVELOPE_CONFIRMATION')
  const lifted = checkCommand(fn, held, plain(confirmHistory), 10)
  assert.deepEqual(lifted, {
    ...{ ok: true, parameters: {}, overridden: [] },
    state: { ...start, mode: 'running', at: 10 },
  })
  assert.equal(codeOf(pump, held, plain(confirmHistory)), 'ENVELOPE_ROLE')
})

test('an amount counts in every mode, and in every unit of the sum', () => {
  const injector: CriticalFunction = {
    ...pump,
    commands: [{ ...atDevice, id: 'inject', parameters: { ul: { unit: 'uL', min: -5, max: 60_000 } } }],
    envelope: { initialState: 'stopped', cumulative: { parameter: 'ul', max: 0.1, unit: 'L', window: 1000 } },
  }
  const inject = (ul: number): CommandRequest => ({ ...plain('inject'), parameters: { ul } })
  let state = checkCommand(injector, start, inject(60_000), 0).state
  assert.equal(codeOf(injector, state, inject(40_000.1), 1), 'ENVELOPE_CUMULATIVE')
  state = checkCommand(injector, state, inject(-5), 1).state
  state = checkCommand(injector, state, inject(40_000), 1).state
  assert.equal(codeOf(injector, state, inject(0.001), 999), 'ENVELOPE_CUMULATIVE')
  assert.match(codeOf(injector, state, inject(60_000), 1000), /^accepted/)
})

test('the state stays bounded, and merging counts too much rather than too little', () => {
  const busy = altered({ minimumInterval: 0, parameters: { ml_per_h: { unit: 'mL/h', min: 0, max: 10 } } })
  const { sum } = exactOf(busy)
  assert.ok(sum !== undefined)
  let state = checkCommand(busy, start, plain('start'), 0).state
  let flowed = 0n
  for (let i = 0; i < 2 * deliveryEntriesMax; i++) {
    state = checkCommand(busy, state, setRate(i % 2), i * 1000).state
    if (i % 2 === 1) flowed += 1_000_000_000n * sum.rateWeight * 1000n
  }
  assert.equal(state.delivery.segments.length, deliveryEntriesMax)
  const counted = delivered(sum, state.delivery, 2 * deliveryEntriesMax * 1000)
  assert.ok(counted >= flowed && counted <= flowed * 2n)
  let at = 0
  let last = start
  while (codeOf(busy, last, setRate(1), at) !== 'ENVELOPE_TOO_MANY') {
    last = checkCommand(busy, last, setRate(1), at).state
    at += 10
  }
  assert.equal(last.values['ml_per_h']?.length, changesPerMinuteMax)
  assert.match(codeOf(busy, last, setRate(1), at + 61_000), /^accepted/)
})

test('a time that is no whole number of milliseconds is our own bug', () => {
  for (const now of [0.5, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => checkCommand(pump, start, plain('stop'), now), /whole milliseconds/)
})
