/** The checker against a plain oracle: 100,000 generated sequences, 10,000,000 with `PERICARD_FAULTS=full`. */
import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  checkCommand,
  type CommandRequest,
  cumulativeAheadMs,
  envelopeAfterSafeState,
  type EnvelopeState,
  initialEnvelope,
  mustStop,
} from '../src/envelope.ts'
import { type Asked, Oracle } from './envelope-oracle.ts'
import { pcaPump } from './pca-pump.ts'

/** `few` is for mutation testing, where each mutant costs one run. */
const sizes: Readonly<Record<string, number>> = { full: 10_000_000, few: 2000 }
const sequences = sizes[process.env['PERICARD_FAULTS'] ?? ''] ?? 100_000
const limit = 50 * 60_000
const seen = new Map<string, number>()

/** What every sequence begins with, so that most of them deliver: bind, 10 mL/min, start. */
const opening = [15, 39_610, 13]

/** Takes a number apart into choices. */
class Choices {
  #left: number
  constructor(number: number) {
    this.#left = number
  }

  of<Choice>(...choices: readonly Choice[]): Choice {
    const choice = choices[this.below(choices.length)]
    assert.ok(choice !== undefined || choices.includes(choice as Choice))
    return choice as Choice
  }

  below(count: number): number {
    const rest = this.#left % count
    this.#left = Math.floor(this.#left / count)
    return rest
  }
}

/** Mostly what a nurse does, now and then what nobody may. */
function askedOf(number: number): { readonly asked: Asked; readonly wait: number } {
  const choices = new Choices(number)
  const command = choices.of(
    'set-rate',
    'bolus',
    'bolus',
    'start',
    'stop',
    'bind',
    'set-rate',
    'bolus',
    'start',
    'release',
  )
  const [sound, wait] = [choices.below(5) > 0, choices.of(0, 300, 700, 2100, 900, 9000, 31_000, -500)]
  const small = command === 'bolus' ? 1 + choices.below(20) : 1 + choices.below(150)
  const usual = {
    command,
    role: 'nurse',
    confirmed: true,
    subject: 'order-1',
    reason: undefined,
    value: small,
  }
  if (sound) return { wait, asked: usual }
  const role = choices.of('nurse', 'patient', 'physician', 'nurse', 'visitor')
  const value = choices.of<Asked['value']>(small, 'text', 'missing', 'surplus', 'unit', 201, 0, 21, 10.5, 130)
  const subject = choices.of('order-1', 'order-2', undefined)
  const reason = choices.of('palliative-care', undefined)
  const unknown = choices.below(8) === 0 ? 'open-valve' : command
  return {
    wait,
    asked: { command: unknown, role, confirmed: choices.of(true, false), subject, reason, value },
  }
}

function requestOf({ value, subject, reason, ...asked }: Asked): CommandRequest {
  const name = asked.command === 'bolus' ? 'dose' : 'rate'
  const takes = asked.command === 'bolus' || asked.command === 'set-rate'
  return {
    ...asked,
    ...(subject === undefined ? {} : { subject }),
    ...(reason === undefined ? {} : { reason }),
    parameters: parametersOf(name, takes, value),
  }
}

function parametersOf(name: string, takes: boolean, value: Asked['value']): Record<string, unknown> {
  if (value === 'surplus') return { [name]: 1, now: 1 }
  if (!takes || value === 'missing') return {}
  if (value === 'text') return { [name]: '1e1' }
  if (value === 'unit') return { [name]: { value: 1, unit: 'mg' } }
  return { [name]: value / 10 }
}

/** Looks as often as the gate has to, up to `until`. */
function look(oracle: Oracle, state: EnvelopeState, from: number, until: number): EnvelopeState {
  let now = from
  let after = state
  while (after.mode === 'running' && now < until) {
    now = Math.min(now + cumulativeAheadMs, until)
    const stopped = mustStop(pcaPump, after, now) !== undefined
    assert.equal(stopped, oracle.look(now))
    if (stopped) after = envelopeAfterSafeState(pcaPump, after, now)
    assert.ok(oracle.given(now) <= limit, 'never over the cumulative limit')
  }
  return after
}

function run(numbers: readonly number[]): void {
  const oracle = new Oracle()
  let state = initialEnvelope(pcaPump, 0)
  let now = 0
  for (const number of numbers) {
    const { asked, wait } = askedOf(number)
    state = look(oracle, state, now, now + wait)
    now += wait
    const verdict = checkCommand(pcaPump, state, requestOf(asked), now)
    const wanted = oracle.ask(asked, now)
    assert.equal(verdict.ok ? undefined : verdict.code.slice('ENVELOPE_'.length), wanted)
    seen.set(wanted ?? 'accepted', (seen.get(wanted ?? 'accepted') ?? 0) + 1)
    if (!verdict.ok) assert.equal(verdict.state, state)
    state = verdict.state
    assert.equal(state.mode, oracle.mode)
    assert.ok(oracle.given(state.at) <= limit, 'never over the cumulative limit')
  }
}

test(`${sequences} sequences of commands: verdict, first reason, mode and sum are those of the oracle`, () => {
  const number = fc.nat(Number.MAX_SAFE_INTEGER)
  fc.assert(
    fc.property(fc.array(number, { minLength: 9, maxLength: 9 }), (numbers) => {
      run([...opening, ...numbers])
    }),
    { numRuns: sequences },
  )
  // A law over what never happens proves nothing: each reason has to have come up.
  for (const reason of [
    ...['accepted', 'COMMAND_UNKNOWN', 'ROLE', 'STATE', 'CONFIRMATION', 'SUBJECT', 'PARAMETER_UNKNOWN'],
    ...['PARAMETER_MISSING', 'UNIT', 'RANGE', 'SOFT_LIMIT', 'INTERVAL', 'RATE', 'STEP', 'RAMP', 'CUMULATIVE'],
  ])
    assert.ok((seen.get(reason) ?? 0) > sequences / 1000, `${reason}: came up ${seen.get(reason) ?? 0} times`)
})

test('checkCommand() is deterministic and keeps what it was given', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(Number.MAX_SAFE_INTEGER), { maxLength: 12 }), (numbers) => {
      let state = freeze(initialEnvelope(pcaPump, 0))
      let now = 0
      for (const number of numbers) {
        const { asked, wait } = askedOf(number)
        now += wait
        const first = checkCommand(pcaPump, state, requestOf(asked), now)
        assert.deepEqual(checkCommand(pcaPump, state, requestOf(asked), now), first)
        state = freeze(first.state)
      }
    }),
    { numRuns: 2000 },
  )
})

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const each of Object.values(value)) freeze(each)
  }
  return value
}
