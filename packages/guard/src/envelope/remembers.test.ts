/** What the envelope remembers of a command that it took: exactly this, since all later verdicts rest on it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { CriticalFunction, ParameterLimits } from '@pericard/model'
import { pcaPump } from '../../test/pca-pump.ts'
import {
  checkCommand,
  type CommandRequest,
  envelopeAfterSafeState,
  envelopeAfterTakeOver,
  type EnvelopeState,
  initialEnvelope,
  mustStop,
} from '../envelope.ts'

const billion = 1_000_000_000n
const start = initialEnvelope(pcaPump, 0)
const bound: EnvelopeState = { ...start, binding: { subject: 'order-1', until: 60_000 } }
const { cumulative: _none, ...unlimited } = pcaPump.envelope
/** The same pump without a limit within a window. */
const uncounted: CriticalFunction = { ...pcaPump, envelope: unlimited }

function taken(
  fn: CriticalFunction,
  state: EnvelopeState,
  command: string,
  now: number,
  parameters: Readonly<Record<string, unknown>> = {},
): EnvelopeState {
  const request: CommandRequest = { command, parameters, role: 'nurse', confirmed: true, subject: 'order-1' }
  const verdict = checkCommand(fn, state, request, now)
  assert.ok(verdict.ok, verdict.ok ? '' : verdict.message)
  return verdict.state
}

/** The pump with other limits of its rate and its bolus. */
function withLimits(
  rate: Partial<ParameterLimits>,
  dose: Partial<ParameterLimits>,
  fn = pcaPump,
): CriticalFunction {
  const plain = { unit: '', min: -20, max: 20 }
  const commands = fn.commands.map((command) => {
    if (command.id === 'set-rate')
      return { ...command, parameters: { rate: { ...plain, unit: 'mL/min', ...rate } } }
    if (command.id === 'bolus') return { ...command, parameters: { dose: { ...plain, unit: 'mL', ...dose } } }
    return command
  })
  return { ...fn, commands }
}

test('a command leaves mode, values, times, binding and delivery, and nothing else', () => {
  assert.deepEqual(taken(pcaPump, start, 'set-rate', 10, { rate: 3 }), {
    ...{ mode: 'stopped', at: 10, accepted: { 'set-rate': [10] } },
    values: { rate: [{ value: 3n * billion, from: 10 }] },
    delivery: { segments: [], amounts: [] },
  })
  assert.deepEqual(taken(pcaPump, start, 'bind', 20), {
    ...{ mode: 'stopped', at: 20, accepted: { bind: [20] }, values: {} },
    ...{ binding: { subject: 'order-1', until: 60_020 }, delivery: { segments: [], amounts: [] } },
  })
  assert.deepEqual(taken(pcaPump, bound, 'release', 30), {
    ...{ mode: 'stopped', at: 30, accepted: { release: [30] }, values: {} },
    delivery: { segments: [], amounts: [] },
  })
})

test('times are remembered for as long as a limit looks back, and not a millisecond longer', () => {
  const running: EnvelopeState = { ...bound, mode: 'running', accepted: { bolus: [1000, 1001] } }
  // The window of the bolus is 20,000 ms, that of stop is none.
  assert.deepEqual(taken(pcaPump, running, 'bolus', 21_000, { dose: 0.1 }).accepted, {
    bolus: [1001, 21_000],
  })
  assert.deepEqual(taken(pcaPump, taken(pcaPump, running, 'stop', 3000), 'stop', 3001).accepted, {
    ...running.accepted,
    stop: [3001],
  })
})

test('a negative rate or amount takes nothing back of what was delivered', () => {
  const fn = withLimits({}, {})
  const running = { ...taken(fn, taken(fn, bound, 'set-rate', 0, { rate: -5 }), 'start', 0) }
  assert.deepEqual(running.delivery, { segments: [], amounts: [] })
  assert.deepEqual(taken(fn, running, 'bolus', 10, { dose: -1 }).delivery, { segments: [], amounts: [] })
  const [more] = taken(fn, running, 'bolus', 10, { dose: 1 }).delivery.amounts
  assert.equal(more?.at, 10)
  assert.ok((more?.amount ?? 0n) > 0n)
})

test('a function without a limit within a window keeps no account, in safe state and taken over too', () => {
  const state = taken(uncounted, taken(uncounted, bound, 'set-rate', 0, { rate: 3 }), 'start', 10)
  assert.deepEqual(state.delivery, { segments: [], amounts: [] })
  const safe = envelopeAfterSafeState(uncounted, state, 20)
  assert.deepEqual(safe, { ...state, mode: 'stopped', at: 20 })
  const { state: after } = envelopeAfterTakeOver(uncounted, safe, 'running', 30)
  assert.deepEqual(after, { ...safe, mode: 'running', at: 30 })
  assert.equal(mustStop(uncounted, after, 40), undefined)
})

test('a fallback changes the values that it declares; the others stay as they were', () => {
  const guarded: CriticalFunction = {
    ...pcaPump,
    fallback: { path: 'simple', heartbeatMs: 100, parameters: { rate: 2 } },
  }
  const values = {
    rate: [{ value: 4n * billion, from: 5 }],
    dose: [{ value: billion, from: 6 }],
  }
  const { state, parameters } = envelopeAfterTakeOver(guarded, { ...bound, values }, 'running', 1000)
  assert.deepEqual(parameters, { rate: 2 })
  assert.deepEqual(state.values, {
    rate: [...values.rate, { value: 2n * billion, from: 1000 }],
    dose: values.dose,
  })
})

test('what does not deliver need not stop: neither an order that is over nor a full window ends the safe state', () => {
  const full: EnvelopeState = {
    ...bound,
    delivery: { segments: [{ from: 0, rate: 20n * billion }], amounts: [] },
  }
  assert.equal(mustStop(pcaPump, { ...full, mode: 'running' }, 29_000), 'limit')
  assert.equal(mustStop(pcaPump, full, 29_000), undefined)
  assert.equal(mustStop(pcaPump, { ...bound, mode: 'running' }, 60_000), 'expired')
  assert.equal(mustStop(pcaPump, { ...bound, mode: 'running' }, 59_999), undefined)
  assert.equal(mustStop(pcaPump, bound, 60_000), undefined)
})

test('a value in a unit outside the table is taken as it was declared, and in no other unit', () => {
  const fn = withLimits({ unit: 'drop' }, {}, uncounted)
  const given = (unit: string): string => {
    const request = { command: 'set-rate', parameters: { rate: { value: 3, unit } }, role: 'nurse' }
    const verdict = checkCommand(fn, start, { ...request, confirmed: true, subject: undefined }, 10)
    return verdict.ok ? 'accepted' : verdict.code
  }
  assert.equal(given('drop'), 'accepted')
  assert.equal(given('mL'), 'ENVELOPE_UNIT')
  assert.equal(given('drops'), 'ENVELOPE_UNIT')
})
