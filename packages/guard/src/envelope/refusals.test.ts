/** What a refusal says: what was found, what was wanted, and nothing that the caller chose. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { CriticalFunction } from '@pericard/model'
import { pcaPump } from '../../test/pca-pump.ts'
import {
  changesPerMinuteMax,
  checkCommand,
  type CommandRequest,
  confirmHistory,
  type EnvelopeState,
  initialEnvelope,
} from '../envelope.ts'

const start: EnvelopeState = initialEnvelope(pcaPump, 0)
const billion = 1_000_000_000n
const bound: EnvelopeState = { ...start, binding: { subject: 'order-1', until: 60_000 } }
const running: EnvelopeState = { ...bound, mode: 'running' }
const rate = (value: number, from: number): EnvelopeState['values'][string][number] => ({
  ...{ value: BigInt(Math.round(value * 10)) * (billion / 10n), from },
})

function ask(command: string, parameters: object = {}, more: Partial<CommandRequest> = {}): CommandRequest {
  const request = { command, parameters: { ...parameters }, role: 'nurse', confirmed: true }
  return { ...request, subject: 'order-1', ...more }
}

function said(
  state: EnvelopeState,
  request: CommandRequest,
  now: number,
  fn: CriticalFunction = pcaPump,
): string {
  const verdict = checkCommand(fn, state, request, now)
  if (!verdict.ok) assert.equal(verdict.state, state)
  return verdict.ok ? 'accepted' : `${verdict.code} ${verdict.message}`
}

const bare: CriticalFunction = {
  ...pcaPump,
  envelope: { initialState: 'stopped' },
}
const stop = ask('stop')
const held: EnvelopeState = { ...start, holdUntil: 5000 }
const given = (times: readonly number[]): EnvelopeState => ({ ...running, accepted: { bolus: times } })
const many = Array.from({ length: changesPerMinuteMax }, (_, i) => rate(1, i))

const rows: readonly (readonly [EnvelopeState, CommandRequest, number, string, CriticalFunction?])[] = [
  [
    start,
    ask('purge'),
    0,
    'ENVELOPE_COMMAND_UNKNOWN deliver: no such command; wanted one of set-rate, bolus, start, stop, bind, release',
  ],
  [
    held,
    ask('set-rate', { rate: 1 }),
    4999,
    'ENVELOPE_HISTORY set-rate: what was given before is not known; wanted confirm-history at the device, or 1 ms of waiting',
  ],
  [held, ask('set-rate', { rate: 1 }), 5000, 'accepted'],
  [held, stop, 0, 'accepted'],
  [
    held,
    ask(confirmHistory, {}, { role: 'patient' }),
    0,
    'ENVELOPE_ROLE confirm-history: this role may not give it; wanted nurse',
  ],
  [
    held,
    ask(confirmHistory, {}, { confirmed: false }),
    0,
    'ENVELOPE_CONFIRMATION confirm-history: wanted a confirmation at the device',
  ],
  [
    held,
    ask(confirmHistory),
    0,
    'ENVELOPE_ROLE confirm-history: this role may not give it; wanted nobody',
    bare,
  ],
  [held, ask(confirmHistory), 0, 'accepted'],
  [
    start,
    ask('set-rate', { rate: 1 }, { role: 'patient' }),
    0,
    'ENVELOPE_ROLE set-rate: this role may not give it; wanted nurse or physician',
  ],
  [
    { ...bound, mode: 'priming' },
    ask('set-rate', { rate: 1 }),
    0,
    'ENVELOPE_STATE set-rate: the function is priming; wanted stopped or running',
  ],
  [
    start,
    ask('set-rate', { rate: 1 }, { confirmed: false }),
    0,
    'ENVELOPE_CONFIRMATION set-rate: wanted a confirmation at the device',
  ],
  [start, ask('start'), 0, 'ENVELOPE_SUBJECT start: it is bound to nobody'],
  [bound, ask('start'), 59_999, 'accepted'],
  [bound, ask('start'), 60_000, 'ENVELOPE_SUBJECT start: what it is bound to has expired'],
  [{ ...start, binding: { subject: 'order-1' } }, ask('start'), 900_000, 'accepted'],
  [
    bound,
    ask('start', {}, { subject: 'order-2' }),
    0,
    'ENVELOPE_SUBJECT start: it is for another patient or prescription',
  ],
  [
    bound,
    ask('bind', {}, { subject: 'order-2' }),
    0,
    'ENVELOPE_SUBJECT bind: it is bound to another one; wanted a release first',
  ],
  [bound, ask('bind', {}, { subject: 'order-2' }), 60_000, 'accepted'],
  [bound, ask('bind'), 0, 'accepted'],
  [
    start,
    ask('bind', {}, { subject: undefined }),
    0,
    'ENVELOPE_SUBJECT bind: wanted a patient or prescription of at most 64 characters',
  ],
  [
    start,
    ask('bind', {}, { subject: '' }),
    0,
    'ENVELOPE_SUBJECT bind: wanted a patient or prescription of at most 64 characters',
  ],
  [
    start,
    ask('bind', {}, { subject: 'x'.repeat(65) }),
    0,
    'ENVELOPE_SUBJECT bind: wanted a patient or prescription of at most 64 characters',
  ],
  [start, ask('bind', {}, { subject: 'x'.repeat(64) }), 0, 'accepted'],
  [
    start,
    ask('set-rate', { rate: 1, speed: 1 }),
    0,
    'ENVELOPE_PARAMETER_UNKNOWN set-rate: has a parameter that is not declared; wanted rate',
  ],
  [
    start,
    ask('stop', { rate: 1 }),
    0,
    'ENVELOPE_PARAMETER_UNKNOWN stop: has a parameter that is not declared; wanted none',
  ],
  [start, ask('set-rate'), 0, 'ENVELOPE_PARAMETER_MISSING set-rate: rate is missing'],
  [start, ask('set-rate', { rate: undefined }), 0, 'ENVELOPE_PARAMETER_MISSING set-rate: rate is missing'],
  [
    start,
    ask('set-rate', { rate: { value: 1, unit: 'mg' } }),
    0,
    'ENVELOPE_UNIT set-rate: rate is in a unit that does not convert exactly; wanted mL/min',
  ],
  [
    start,
    ask('set-rate', { rate: { value: 'x', unit: 'mg' } }),
    0,
    'ENVELOPE_UNIT set-rate: rate is in a unit that does not convert exactly; wanted mL/min',
  ],
  [
    start,
    ask('set-rate', { rate: { value: 1, unit: 7 } }),
    0,
    'ENVELOPE_UNIT set-rate: rate is in a unit that does not convert exactly; wanted mL/min',
  ],
  [
    start,
    ask('set-rate', { rate: { value: 1, unit: 'mL/h' } }),
    0,
    'ENVELOPE_UNIT set-rate: rate is in a unit that does not convert exactly; wanted mL/min',
  ],
  [start, ask('set-rate', { rate: { value: 120, unit: 'mL/h' } }), 0, 'accepted'],
  [start, ask('set-rate', { rate: { value: '2', unit: 'mL/min' } }), 0, 'accepted'],
  [
    start,
    ask('set-rate', { rate: { value: 'x', unit: 'mL/h' } }),
    0,
    'ENVELOPE_RANGE set-rate: rate is no exact number; wanted 0.1 to 20 mL/min in steps of 0.1',
  ],
  [
    start,
    ask('set-rate', { rate: null }),
    0,
    'ENVELOPE_RANGE set-rate: rate is no exact number; wanted 0.1 to 20 mL/min in steps of 0.1',
  ],
  [
    start,
    ask('set-rate', { rate: [1] }),
    0,
    'ENVELOPE_RANGE set-rate: rate is no exact number; wanted 0.1 to 20 mL/min in steps of 0.1',
  ],
  [
    start,
    ask('set-rate', { rate: '1' }),
    0,
    'ENVELOPE_RANGE set-rate: rate is no exact number; wanted 0.1 to 20 mL/min in steps of 0.1',
  ],
  [
    start,
    ask('set-rate', { rate: 20.1 }, { role: 'physician', reason: 'palliative-care' }),
    0,
    'ENVELOPE_RANGE set-rate: rate is 20.1; wanted 0.1 to 20 mL/min in steps of 0.1',
  ],
  [start, ask('set-rate', { rate: 20 }, { role: 'physician', reason: 'palliative-care' }), 0, 'accepted'],
  [
    start,
    ask('set-rate', { rate: 0 }),
    0,
    'ENVELOPE_RANGE set-rate: rate is 0; wanted 0.1 to 20 mL/min in steps of 0.1',
  ],
  [start, ask('set-rate', { rate: 0.1 }), 0, 'accepted'],
  [
    start,
    ask('set-rate', { rate: 1.05 }),
    0,
    'ENVELOPE_RANGE set-rate: rate is 1.05; wanted 0.1 to 20 mL/min in steps of 0.1',
  ],
  [start, ask('set-rate', { rate: 12 }), 0, 'accepted'],
  [
    start,
    ask('set-rate', { rate: 12.1 }),
    0,
    'ENVELOPE_SOFT_LIMIT set-rate: rate is beyond its soft limit; wanted a reason such as "palliative-care" from physician',
  ],
  [
    start,
    ask('set-rate', { rate: 12.1 }, { role: 'physician' }),
    0,
    'ENVELOPE_SOFT_LIMIT set-rate: rate is beyond its soft limit; wanted a reason such as "palliative-care" from physician',
  ],
  [
    start,
    ask('set-rate', { rate: 12.1 }, { reason: 'palliative-care' }),
    0,
    'ENVELOPE_SOFT_LIMIT set-rate: rate is beyond its soft limit; wanted a reason such as "palliative-care" from physician',
  ],
  [
    start,
    ask('set-rate', { rate: 12.1 }, { role: 'physician', reason: 'for Jane Doe' }),
    0,
    'ENVELOPE_SOFT_LIMIT set-rate: rate is beyond its soft limit; wanted a reason such as "palliative-care" from physician',
  ],
  [
    start,
    ask('set-rate', { rate: 12.1 }, { role: 'physician', reason: '-x' }),
    0,
    'ENVELOPE_SOFT_LIMIT set-rate: rate is beyond its soft limit; wanted a reason such as "palliative-care" from physician',
  ],
  [
    start,
    ask('set-rate', { rate: 12.1 }, { role: 'physician', reason: 'x'.repeat(65) }),
    0,
    'ENVELOPE_SOFT_LIMIT set-rate: rate is beyond its soft limit; wanted a reason such as "palliative-care" from physician',
  ],
  [start, ask('set-rate', { rate: 12.1 }, { role: 'physician', reason: 'x'.repeat(64) }), 0, 'accepted'],
  [
    start,
    ask('set-rate', { rate: 12.1 }, { role: 'physician', reason: 'x' }),
    0,
    'ENVELOPE_SOFT_LIMIT set-rate: rate is beyond its soft limit; wanted a reason such as "palliative-care" from nobody',
    bare,
  ],
  [
    given([100]),
    ask('bolus', { dose: 1 }),
    2099,
    'ENVELOPE_INTERVAL bolus: came too soon; wanted in 1 ms or later',
  ],
  [given([100]), ask('bolus', { dose: 1 }), 2100, 'accepted'],
  [
    given([100, 3000]),
    ask('bolus', { dose: 1 }),
    20_099,
    'ENVELOPE_RATE bolus: was given 2 times within 20000 ms; wanted no more',
  ],
  [given([100, 3000]), ask('bolus', { dose: 1 }), 20_100, 'accepted'],
  [
    { ...running, values: { rate: many } },
    ask('set-rate', { rate: 1 }),
    1000,
    'ENVELOPE_TOO_MANY set-rate: rate changed 120 times within a minute; wanted fewer',
  ],
  [{ ...running, values: { rate: many.slice(1) } }, ask('set-rate', { rate: 1 }), 1000, 'accepted'],
  [
    { ...running, values: { rate: [rate(2, 0)] } },
    ask('set-rate', { rate: 8.1 }),
    1000,
    'ENVELOPE_STEP set-rate: rate is 8.1 after 2; wanted at most 6 mL/min away',
  ],
  [
    { ...running, values: { rate: [rate(9, 0)] } },
    ask('set-rate', { rate: 2.9 }),
    1000,
    'ENVELOPE_STEP set-rate: rate is 2.9 after 9; wanted at most 6 mL/min away',
  ],
  [{ ...running, values: { rate: [rate(9, 0)] } }, ask('set-rate', { rate: 3 }), 1000, 'accepted'],
  [
    { ...running, values: { rate: [rate(2, 0), rate(6, 1)] } },
    ask('set-rate', { rate: 11.1 }),
    60_001,
    'ENVELOPE_RAMP set-rate: rate is 11.1; wanted at most 9 mL/min away from each value of the last minute',
  ],
  [
    { ...running, values: { rate: [rate(2, 0), rate(6, 1)] } },
    ask('set-rate', { rate: 11 }),
    60_001,
    'accepted',
  ],
  [
    { ...running, values: { rate: [rate(2, 0), rate(6, 1)] } },
    ask('set-rate', { rate: 11.1 }),
    60_002,
    'accepted',
  ],
  [
    { ...running, delivery: { segments: [], amounts: [] } },
    ask('bolus', { dose: 2.1 }),
    0,
    'ENVELOPE_RANGE bolus: dose is 2.1; wanted 0.1 to 2 mL in steps of 0.1',
  ],
]

for (const [state, request, now, wanted, fn] of rows)
  test(`${request.command} ${JSON.stringify(request.parameters)} at ${now}: ${wanted}`, () => {
    assert.equal(said(state, request, now, fn), wanted)
  })

test('a refusal never repeats what the caller wrote', () => {
  const secret = 'Jane Doe'
  for (const request of [
    ask(secret),
    ask('set-rate', { [secret]: 1, rate: 1 }),
    ask('set-rate', { rate: secret }),
    ask('set-rate', { rate: { value: 1, unit: secret } }),
    ask('set-rate', { rate: 13 }, { reason: secret }),
    ask('set-rate', { rate: 1 }, { role: secret }),
    ask('start', {}, { subject: secret }),
  ])
    assert.ok(!said(bound, request, 0).includes(secret))
})

test('the sum says its limit when one more would pass it', () => {
  const before = checkCommand(pcaPump, running, ask('bolus', { dose: 2 }), 0).state
  const again = { ...before, accepted: {} }
  const twice = checkCommand(pcaPump, again, ask('bolus', { dose: 2 }), 0).state
  const full = { ...twice, accepted: {} }
  assert.equal(
    said(full, ask('bolus', { dose: 1.1 }), 0),
    'ENVELOPE_CUMULATIVE bolus: 5 mL within 30000 ms would be passed',
  )
  assert.equal(said(full, ask('bolus', { dose: 1 }), 0), 'accepted')
})
