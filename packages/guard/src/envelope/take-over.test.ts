import assert from 'node:assert/strict'
import test from 'node:test'
import type { CriticalFunction } from '@pericard/model'
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
import { delivered } from './delivery.ts'
import { exactOf } from './limits.ts'

const guarded: CriticalFunction = {
  ...pcaPump,
  fallback: { path: 'simple', heartbeatMs: 100, parameters: { rate: 2 } },
}
const start = initialEnvelope(guarded, 0)

function command(command: string, parameters: object = {}): CommandRequest {
  return { command, parameters: { ...parameters }, role: 'nurse', confirmed: true, subject: 'order-1' }
}

function outcome(state: EnvelopeState, request: CommandRequest, now: number): string {
  const verdict = checkCommand(guarded, state, request, now)
  return verdict.ok ? 'accepted' : verdict.code
}

/** An infusion at `rate` from 0 on that ended a second before a fallback takes over at `now`. */
function takenOver(rate: number, now: number): ReturnType<typeof envelopeAfterTakeOver> {
  let state = start
  for (const request of [command('bind'), command('set-rate', { rate }), command('start')]) {
    const verdict = checkCommand(guarded, state, request, 0)
    assert.equal(verdict.ok ? 'accepted' : verdict.code, 'accepted')
    state = verdict.state
  }
  const safe = envelopeAfterSafeState(guarded, state, now - 1000)
  assert.equal(safe.mode, 'stopped')
  return envelopeAfterTakeOver(guarded, safe, 'running', now)
}

test('envelopeAfterTakeOver() goes on at the declared rate at most, and counts that from then on', () => {
  const { state, parameters } = takenOver(6, 11_000)
  assert.deepEqual(parameters, { rate: 2 })
  assert.equal(state.mode, 'running')
  const { sum } = exactOf(guarded)
  assert.ok(sum !== undefined)
  // Ten seconds at 6 mL/min, one of nothing, fifteen at 2 mL/min: 1 mL and 0.5 mL of 5.
  assert.equal(Number((delivered(sum, state.delivery, 26_000) * 1000n) / sum.max), 300)
})

test('after envelopeAfterTakeOver() steps are from the rate that is in force, and ramps from all of the last minute', () => {
  const { state } = takenOver(6, 11_000)
  assert.equal(outcome(state, command('set-rate', { rate: 8.1 }), 12_000), 'ENVELOPE_STEP')
  assert.equal(outcome(state, command('set-rate', { rate: 8 }), 12_000), 'accepted')
  const { state: fromTwelve } = takenOver(12, 11_000)
  assert.equal(outcome(fromTwelve, command('set-rate', { rate: 2.9 }), 12_000), 'ENVELOPE_RAMP')
  assert.equal(outcome(fromTwelve, command('set-rate', { rate: 3 }), 12_000), 'accepted')
})

test('envelopeAfterTakeOver() leaves a lower rate, and makes up none that was never set', () => {
  assert.deepEqual(takenOver(1.5, 11_000).parameters, { rate: 1.5 })
  const { state, parameters } = envelopeAfterTakeOver(guarded, start, 'running', 1000)
  assert.deepEqual(parameters, {})
  assert.deepEqual(state.values, {})
  assert.equal(mustStop(guarded, state, 2000), undefined)
})

test('envelopeAfterTakeOver() never goes back in time, and gives no limit a second chance', () => {
  const { state } = takenOver(12, 26_000)
  assert.equal(envelopeAfterTakeOver(guarded, state, 'running', 5).state.at, 26_000)
  // 5 mL are given after 25 s at 12 mL/min: the fallback may not go on.
  assert.equal(mustStop(guarded, state, 26_000), 'limit')
  assert.equal(mustStop(guarded, takenOver(1, 60_000).state, 60_000), 'expired')
})

test('envelopeAfterTakeOver() of a function without a fallback tells it nothing', () => {
  assert.deepEqual(envelopeAfterTakeOver(pcaPump, start, 'running', 0).parameters, {})
})
