import type { Command, CriticalFunction, ParameterLimits } from '@pericard/model'
import { amountOf, type Delivery, delivered, emptyDelivery, recordDelivery } from './envelope-delivery.ts'

export type EnvelopeRefusalCode =
  | 'ENVELOPE_COMMAND_UNKNOWN'
  | 'ENVELOPE_ROLE'
  | 'ENVELOPE_STATE'
  | 'ENVELOPE_CONFIRMATION'
  | 'ENVELOPE_PARAMETER_MISSING'
  | 'ENVELOPE_PARAMETER_UNKNOWN'
  | 'ENVELOPE_RANGE'
  | 'ENVELOPE_INTERVAL'
  | 'ENVELOPE_STEP'
  | 'ENVELOPE_CUMULATIVE'
  | 'ENVELOPE_TOO_MANY'

/** A command as it reaches the gate. Everything in it is attacker-controlled until it was checked. */
export interface CommandRequest {
  readonly command: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly role: string
  /** The person at the device confirmed it there. */
  readonly confirmed: boolean
}

/** A value that was in force from a moment on, in milliseconds of a clock that never goes back. */
interface InForce {
  readonly value: number
  readonly from: number
}

/** What the envelope remembers of the commands it let through. Plain data, replaced rather than changed. */
export interface EnvelopeState {
  readonly mode: string
  /** By parameter: values in force during the last minute, oldest first; the last one is in force now. */
  readonly values: Readonly<Record<string, readonly InForce[]>>
  /** By command: when it was last accepted. */
  readonly accepted: Readonly<Record<string, number>>
  readonly delivery: Delivery
  /** Latest moment seen; an earlier `now` counts as this one, so turning the clock back frees nothing. */
  readonly at: number
}

export type EnvelopeVerdict =
  | {
      readonly ok: true
      readonly state: EnvelopeState
      readonly parameters: Readonly<Record<string, number>>
    }
  | {
      readonly ok: false
      readonly code: EnvelopeRefusalCode
      readonly message: string
      readonly state: EnvelopeState
    }

interface Refusal {
  readonly code: EnvelopeRefusalCode
  readonly message: string
}

const minuteMs = 60_000
/** Accepted changes of one parameter within a minute; bounds what the state can grow to. */
export const changesPerMinuteMax = 600

/** The state of a function that was never commanded. */
export function initialEnvelope(fn: CriticalFunction, now: number): EnvelopeState {
  return { mode: fn.envelope.initialState, values: {}, accepted: {}, delivery: emptyDelivery, at: now }
}

/**
 * Decides whether one command may reach the critical function. A refusal returns the very state it was given:
 * refused commands change nothing, so a flood of them cannot wear the envelope down.
 *
 * @param now milliseconds of a monotonic clock
 */
export function checkCommand(
  fn: CriticalFunction,
  state: EnvelopeState,
  request: CommandRequest,
  now: number,
): EnvelopeVerdict {
  const time = Math.max(now, state.at)
  const command = fn.commands.find(({ id }) => id === request.command)
  if (command === undefined) {
    return refuse(state, {
      code: 'ENVELOPE_COMMAND_UNKNOWN',
      message: `${fn.id}: no such command; wanted one of ${fn.commands.map(({ id }) => id).join(', ')}`,
    })
  }
  const fault =
    faultOfCaller(command, state, request) ??
    faultOfParameters(command, request.parameters) ??
    faultOfInterval(command, state, time)
  if (fault !== undefined) return refuse(state, fault)
  const parameters = request.parameters as Readonly<Record<string, number>>
  const late =
    faultOfSteps(command, state, parameters, time) ?? faultOfAmount(fn, command, state, parameters, time)
  if (late !== undefined) return refuse(state, late)
  return { ok: true, parameters, state: accept(fn, command, state, parameters, time) }
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
  return {
    ...state,
    at: time,
    mode: fn.envelope.initialState,
    delivery: recordDelivery(fn, state.delivery, { at: time, rate: 0 }),
  }
}

/** True once the cumulative limit is used up: the gate then brings the function to its safe state by itself. */
export function cumulativeReached(fn: CriticalFunction, state: EnvelopeState, now: number): boolean {
  const limit = fn.envelope.cumulative
  return limit !== undefined && delivered(fn, state.delivery, Math.max(now, state.at)) >= limit.max
}

function refuse(state: EnvelopeState, refusal: Refusal): EnvelopeVerdict {
  return { ok: false, ...refusal, state }
}

function faultOfCaller(command: Command, state: EnvelopeState, request: CommandRequest): Refusal | undefined {
  if (!command.roles.includes(request.role)) {
    return {
      code: 'ENVELOPE_ROLE',
      message: `${command.id}: this role may not give it; wanted ${command.roles.join(' or ')}`,
    }
  }
  if (command.states.length > 0 && !command.states.includes(state.mode)) {
    return {
      code: 'ENVELOPE_STATE',
      message: `${command.id}: the function is ${state.mode}; wanted ${command.states.join(' or ')}`,
    }
  }
  if (command.confirm === 'at-device' && request.confirmed !== true) {
    return { code: 'ENVELOPE_CONFIRMATION', message: `${command.id}: wanted a confirmation at the device` }
  }
  return undefined
}

function faultOfParameters(command: Command, given: Readonly<Record<string, unknown>>): Refusal | undefined {
  const known = new Map(Object.entries(command.parameters))
  if (Object.keys(given).some((name) => !known.has(name))) {
    const wanted = known.size === 0 ? 'none' : [...known.keys()].join(', ')
    return {
      code: 'ENVELOPE_PARAMETER_UNKNOWN',
      message: `${command.id}: has a parameter that is not declared; wanted ${wanted}`,
    }
  }
  for (const [name, limits] of known) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (value === undefined) {
      return { code: 'ENVELOPE_PARAMETER_MISSING', message: `${command.id}: ${name} is missing` }
    }
    // NaN and the infinities pass a plain comparison with one bound; they are refused by name.
    if (typeof value !== 'number' || !Number.isFinite(value) || value < limits.min || value > limits.max) {
      return {
        code: 'ENVELOPE_RANGE',
        message: `${command.id}: ${name} is ${shown(value)}; wanted ${limits.min} to ${limits.max} ${limits.unit}`,
      }
    }
  }
  return undefined
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : `a ${typeof value}`
}

function faultOfInterval(command: Command, state: EnvelopeState, time: number): Refusal | undefined {
  const last = state.accepted[command.id]
  if (last === undefined || command.minimumInterval === undefined) return undefined
  const left = last + command.minimumInterval - time
  if (left <= 0) return undefined
  return {
    code: 'ENVELOPE_INTERVAL',
    message: `${command.id}: came too soon; wanted in ${Math.ceil(left)} ms or later`,
  }
}

function faultOfSteps(
  command: Command,
  state: EnvelopeState,
  parameters: Readonly<Record<string, number>>,
  time: number,
): Refusal | undefined {
  for (const [name, limits] of Object.entries(command.parameters)) {
    const recent = recentValues(state.values[name] ?? [], time)
    if (recent.length >= changesPerMinuteMax) {
      return {
        code: 'ENVELOPE_TOO_MANY',
        message: `${command.id}: ${name} changed ${recent.length} times within a minute; wanted fewer`,
      }
    }
    const fault = faultOfStep(command, name, limits, recent, parameters[name] ?? Number.NaN)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** Compares with every value of the last minute, not the last value: many small steps are one large one. */
function faultOfStep(
  command: Command,
  name: string,
  limits: ParameterLimits,
  recent: readonly InForce[],
  wanted: number,
): Refusal | undefined {
  const step = limits.stepPerMinute
  if (step === undefined || recent.every(({ value }) => Math.abs(wanted - value) <= step)) return undefined
  const lowest = Math.max(limits.min, ...recent.map(({ value }) => value - step))
  const highest = Math.min(limits.max, ...recent.map(({ value }) => value + step))
  return {
    code: 'ENVELOPE_STEP',
    message: `${command.id}: ${name} is ${wanted}; wanted ${lowest} to ${highest} ${limits.unit} within this minute`,
  }
}

function faultOfAmount(
  fn: CriticalFunction,
  command: Command,
  state: EnvelopeState,
  parameters: Readonly<Record<string, number>>,
  time: number,
): Refusal | undefined {
  const limit = fn.envelope.cumulative
  // What ends delivery is never refused for having delivered too much.
  if (limit === undefined || modeAfter(command, state) === fn.envelope.initialState) return undefined
  const total = delivered(fn, state.delivery, time) + amountOf(fn, command, parameters)
  if (total < limit.max) return undefined
  return {
    code: 'ENVELOPE_CUMULATIVE',
    message: `${command.id}: ${limit.max} ${limit.unit} within ${limit.window / 3_600_000} h would be reached`,
  }
}

function accept(
  fn: CriticalFunction,
  command: Command,
  state: EnvelopeState,
  parameters: Readonly<Record<string, number>>,
  time: number,
): EnvelopeState {
  const values = { ...state.values }
  for (const [name, value] of Object.entries(parameters)) {
    values[name] = [...recentValues(values[name] ?? [], time), { value, from: time }]
  }
  const mode = modeAfter(command, state)
  const rateOf = fn.envelope.cumulative?.parameter
  const inForce = rateOf === undefined ? undefined : values[rateOf]?.at(-1)?.value
  const rate = mode === fn.envelope.initialState ? 0 : (inForce ?? 0)
  const amount = amountOf(fn, command, parameters)
  return {
    mode,
    values,
    accepted: { ...state.accepted, [command.id]: time },
    delivery: recordDelivery(fn, state.delivery, { at: time, rate, amount }),
    at: time,
  }
}

function modeAfter(command: Command, state: EnvelopeState): string {
  return command.to ?? state.mode
}

/** The values in force at some moment of the last minute. */
function recentValues(values: readonly InForce[], time: number): readonly InForce[] {
  const start = time - minuteMs
  return values.filter((_, index) => (values[index + 1]?.from ?? Number.POSITIVE_INFINITY) >= start)
}
