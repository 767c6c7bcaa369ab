import { assert } from '@pericard/base'
import { type Command, type CriticalFunction, decimalOf } from '@pericard/model'
import { delivered, emptyDelivery, rateInForce, recordDelivery } from './delivery.ts'
import { exactOf, type ExactCommand, type ExactFunction } from './limits.ts'
import {
  confirmHistory,
  faultOfCaller,
  faultOfHistory,
  faultOfOverride,
  faultOfSteps,
  faultOfSubject,
  faultOfTimes,
  recentValues,
} from './faults.ts'
import type { CommandRequest, EnvelopeState, EnvelopeVerdict, InForce, Refusal } from './state.ts'
import { beyondSoftLimits, numberOf, readValues, type Values } from './values.ts'

/**
 * Delivery ends when the cumulative limit would be passed within this time: the gate looks several times as often, so
 * that the limit is never passed between two looks.
 */
export const cumulativeAheadMs = 1000

/** The state of a function that was never commanded. */
export function initialEnvelope(fn: CriticalFunction, now: number): EnvelopeState {
  return { mode: fn.envelope.initialState, values: {}, accepted: {}, delivery: emptyDelivery, at: now }
}

/**
 * Decides whether one command may reach the critical function. A refusal returns the very state it was given:
 * refused commands change nothing, so a flood of them cannot wear the envelope down.
 *
 * @param now whole milliseconds of a monotonic clock
 */
export function checkCommand(
  fn: CriticalFunction,
  state: EnvelopeState,
  request: CommandRequest,
  now: number,
): EnvelopeVerdict {
  assert(Number.isSafeInteger(now), 'the envelope counts in whole milliseconds')
  const time = Math.max(now, state.at)
  if (request.command === confirmHistory) return confirmed(fn, state, request, time)
  const exact = exactOf(fn)
  const command = exact.commands.get(request.command)
  if (command === undefined) {
    return refuse(state, {
      code: 'ENVELOPE_COMMAND_UNKNOWN',
      message: `${fn.id}: no such command; wanted one of ${fn.commands.map(({ id }) => id).join(', ')}`,
    })
  }
  const early =
    faultOfHistory(fn, command.declared, state, time) ??
    faultOfCaller(command.declared, state, request) ??
    faultOfSubject(command.declared, state, request, time)
  if (early !== undefined) return refuse(state, early)
  const read = readValues(command, request.parameters)
  if ('code' in read) return refuse(state, read)
  const overridden = beyondSoftLimits(command, read.values)
  const late =
    faultOfOverride(fn, command.declared, request, overridden) ??
    faultOfTimes(command.declared, state, time) ??
    faultOfSteps(command, state, read.values, time)
  if (late !== undefined) return refuse(state, late)
  const next = accepted(fn, exact, command, { state, request, values: read.values, time })
  const delivers = next.mode !== fn.envelope.initialState || amountOf(exact, read.values) > 0n
  if (delivers && passesCumulative(exact, next)) return refuse(state, cumulativeRefusal(fn, command.declared))
  const parameters = Object.fromEntries([...read.values].map(([name, value]) => [name, numberOf(value)]))
  return { ok: true, parameters, overridden, state: next }
}

/**
 * The function was brought to its safe state outside any command: it is in its initial mode and delivers nothing.
 * What it has delivered stays counted.
 */
export function envelopeAfterSafeState(
  fn: CriticalFunction,
  state: EnvelopeState,
  now: number,
): EnvelopeState {
  const time = Math.max(now, state.at)
  const delivery = deliveryAfter(exactOf(fn), state, { at: time, rate: 0n, amount: 0n })
  return { ...state, at: time, mode: fn.envelope.initialState, delivery }
}

/**
 * The fallback goes on in the mode that its predecessor was in, with each declared value at most: a lower one in force stays, and what
 * was never set is not made up. From now on that is what is in force, and what counts.
 *
 * @param mode that before the function went to its safe state
 * @returns the state that follows, and what to tell the fallback
 */
export function envelopeAfterTakeOver(
  fn: CriticalFunction,
  state: EnvelopeState,
  mode: string,
  now: number,
): { readonly state: EnvelopeState; readonly parameters: Readonly<Record<string, number>> } {
  const time = Math.max(now, state.at)
  const exact = exactOf(fn)
  const values: Record<string, readonly InForce[]> = { ...state.values }
  const parameters: Record<string, number> = {}
  for (const [name, most] of Object.entries(fn.fallback?.parameters ?? {})) {
    const past = state.values[name] ?? []
    const before = past.at(-1)?.value
    const declared = decimalOf(most)
    if (before === undefined || declared === undefined) continue
    const value = before < declared ? before : declared
    parameters[name] = numberOf(value)
    values[name] = [...recentValues(past, time), { value, from: time }]
  }
  const rate = rateAfter(fn, exact, mode, values)
  const delivery = deliveryAfter(exact, state, { at: time, rate, amount: 0n })
  return { parameters, state: { ...state, at: time, mode, values, delivery } }
}

/** Why a delivery that is under way has to end now, if it has to. */
export function mustStop(
  fn: CriticalFunction,
  state: EnvelopeState,
  now: number,
): 'limit' | 'expired' | undefined {
  if (state.mode === fn.envelope.initialState) return undefined
  const time = Math.max(now, state.at)
  const until = state.binding?.until
  if (until !== undefined && time >= until) return 'expired'
  return passesCumulative(exactOf(fn), { ...state, at: time }) ? 'limit' : undefined
}

function refuse(state: EnvelopeState, refusal: Refusal): EnvelopeVerdict {
  return { ok: false, ...refusal, state }
}

/** Lifts the hold; what the history still holds stays counted. */
function confirmed(
  fn: CriticalFunction,
  state: EnvelopeState,
  { role, confirmed: atDevice }: CommandRequest,
  time: number,
): EnvelopeVerdict {
  const roles = fn.envelope.historyConfirmedBy ?? []
  if (!roles.includes(role)) {
    const message = `${confirmHistory}: this role may not give it; wanted ${roles.join(' or ') || 'nobody'}`
    return refuse(state, { code: 'ENVELOPE_ROLE', message })
  }
  if (atDevice !== true) {
    const message = `${confirmHistory}: wanted a confirmation at the device`
    return refuse(state, { code: 'ENVELOPE_CONFIRMATION', message })
  }
  const { holdUntil: _lifted, ...rest } = state
  return { ok: true, parameters: {}, overridden: [], state: { ...rest, at: time } }
}

/** Whether the limit is passed, or will be within `cumulativeAheadMs`. */
function passesCumulative({ sum }: ExactFunction, state: EnvelopeState): boolean {
  if (sum === undefined) return false
  const ahead = rateInForce(state.delivery) * sum.rateWeight * BigInt(cumulativeAheadMs)
  return delivered(sum, state.delivery, state.at) + ahead > sum.max
}

/** What a command gives at once (a bolus), weighted. A negative amount takes nothing back. */
function amountOf({ sum }: ExactFunction, values: Values): bigint {
  let amount = 0n
  for (const [name, value] of values) if (value > 0n) amount += value * (sum?.amountWeights.get(name) ?? 0n)
  return amount
}

/** A negative rate counts as none. */
function rateAfter(
  fn: CriticalFunction,
  { sum }: ExactFunction,
  mode: string,
  inForce: EnvelopeState['values'],
): bigint {
  const rate = inForce[sum?.rateOf ?? '']?.at(-1)?.value ?? 0n
  return mode === fn.envelope.initialState || rate < 0n ? 0n : rate
}

function cumulativeRefusal(fn: CriticalFunction, { id }: Command): Refusal {
  const { max, unit, window } = fn.envelope.cumulative ?? { max: 0, unit: '', window: 0 }
  return { code: 'ENVELOPE_CUMULATIVE', message: `${id}: ${max} ${unit} within ${window} ms would be passed` }
}

interface Accepted {
  readonly state: EnvelopeState
  readonly request: CommandRequest
  readonly values: Values
  readonly time: number
}

function accepted(
  fn: CriticalFunction,
  exact: ExactFunction,
  { declared, reach }: ExactCommand,
  { state, request, values, time }: Accepted,
): EnvelopeState {
  const inForce = { ...state.values }
  for (const [name, value] of values)
    inForce[name] = [...recentValues(inForce[name] ?? [], time), { value, from: time }]
  const mode = declared.to ?? state.mode
  const times = (state.accepted[declared.id] ?? []).filter((at) => at > time - reach)
  const { binding: _before, ...rest } = state
  const binding = bindingAfter(fn, declared, state, request, time)
  return {
    ...rest,
    ...(binding === undefined ? {} : { binding }),
    ...{ mode, values: inForce, at: time, accepted: { ...state.accepted, [declared.id]: [...times, time] } },
    delivery: deliveryAfter(exact, state, {
      at: time,
      rate: rateAfter(fn, exact, mode, inForce),
      amount: amountOf(exact, values),
    }),
  }
}

/** Counted for a function that has a limit within a window; another keeps no account. */
function deliveryAfter(
  { sum }: ExactFunction,
  { delivery }: EnvelopeState,
  given: Parameters<typeof recordDelivery>[2],
): EnvelopeState['delivery'] {
  return sum === undefined ? delivery : recordDelivery(sum, delivery, given)
}

function bindingAfter(
  fn: CriticalFunction,
  { subject: relation }: Command,
  { binding }: EnvelopeState,
  { subject }: CommandRequest,
  time: number,
): EnvelopeState['binding'] {
  if (relation === 'releases') return undefined
  if (relation !== 'binds' || subject === undefined) return binding
  const lasts = fn.envelope.bindingLasts
  return lasts === undefined ? { subject } : { subject, until: time + lasts }
}
