/** The reasons for which a command is refused, one function each. */
import { type Command, type CriticalFunction, decimalText } from '@pericard/model'
import type { ExactCommand } from './limits.ts'
import type { CommandRequest, EnvelopeState, InForce, Refusal } from './state.ts'
import type { Values } from './values.ts'

const minuteMs = 60_000
/** Accepted changes of one parameter within a minute; bounds what the state can grow to. */
export const changesPerMinuteMax = 120
/** Built in: somebody at the device confirms that a lost history may be disregarded. No function may declare it. */
export const confirmHistory = 'confirm-history'
/** A reason for passing a soft limit. */
const reasonForm = /^[a-z][a-z0-9-]{0,63}$/
const subjectCharactersMax = 64

export function faultOfHistory(
  fn: CriticalFunction,
  command: Command,
  { holdUntil }: EnvelopeState,
  time: number,
): Refusal | undefined {
  if (holdUntil === undefined || time >= holdUntil || command.to === fn.envelope.initialState)
    return undefined
  return {
    code: 'ENVELOPE_HISTORY',
    message: `${command.id}: what was given before is not known; wanted ${confirmHistory} at the device, or ${holdUntil - time} ms of waiting`,
  }
}

export function faultOfCaller(
  command: Command,
  state: EnvelopeState,
  request: CommandRequest,
): Refusal | undefined {
  if (!command.roles.includes(request.role)) {
    const wanted = command.roles.join(' or ')
    return { code: 'ENVELOPE_ROLE', message: `${command.id}: this role may not give it; wanted ${wanted}` }
  }
  if (command.states.length > 0 && !command.states.includes(state.mode)) {
    const message = `${command.id}: the function is ${state.mode}; wanted ${command.states.join(' or ')}`
    return { code: 'ENVELOPE_STATE', message }
  }
  if (command.confirm === 'at-device' && request.confirmed !== true)
    return { code: 'ENVELOPE_CONFIRMATION', message: `${command.id}: wanted a confirmation at the device` }
  return undefined
}

export function faultOfSubject(
  { id, subject: relation }: Command,
  { binding }: EnvelopeState,
  { subject }: CommandRequest,
  time: number,
): Refusal | undefined {
  const holds = binding !== undefined && (binding.until === undefined || time < binding.until)
  const fault = (message: string): Refusal => ({ code: 'ENVELOPE_SUBJECT', message: `${id}: ${message}` })
  if (relation === 'binds') {
    if (subject === undefined || subject === '' || subject.length > subjectCharactersMax)
      return fault(`wanted a patient or prescription of at most ${subjectCharactersMax} characters`)
    if (holds && binding.subject !== subject)
      return fault('it is bound to another one; wanted a release first')
  }
  if (relation === 'bound') {
    if (!holds)
      return fault(binding === undefined ? 'it is bound to nobody' : 'what it is bound to has expired')
    if (binding.subject !== subject) return fault('it is for another patient or prescription')
  }
  return undefined
}

export function faultOfOverride(
  fn: CriticalFunction,
  { id }: Command,
  { role, reason }: CommandRequest,
  overridden: readonly string[],
): Refusal | undefined {
  if (overridden.length === 0) return undefined
  const roles = fn.envelope.softOverrideBy ?? []
  if (roles.includes(role) && reason !== undefined && reasonForm.test(reason)) return undefined
  const wanted = `a reason such as "palliative-care" from ${roles.join(' or ') || 'nobody'}`
  const message = `${id}: ${overridden.join(', ')} is beyond its soft limit; wanted ${wanted}`
  return { code: 'ENVELOPE_SOFT_LIMIT', message }
}

export function faultOfTimes(command: Command, state: EnvelopeState, time: number): Refusal | undefined {
  const times = state.accepted[command.id] ?? []
  const left = (times.at(-1) ?? Number.NEGATIVE_INFINITY) + (command.minimumInterval ?? 0) - time
  if (left > 0) {
    return {
      code: 'ENVELOPE_INTERVAL',
      message: `${command.id}: came too soon; wanted in ${left} ms or later`,
    }
  }
  const { rate } = command
  if (rate === undefined || times.filter((at) => at > time - rate.window).length < rate.most) return undefined
  return {
    code: 'ENVELOPE_RATE',
    message: `${command.id}: was given ${rate.most} times within ${rate.window} ms; wanted no more`,
  }
}

export function faultOfSteps(
  { declared: { id }, parameters }: ExactCommand,
  state: EnvelopeState,
  values: Values,
  time: number,
): Refusal | undefined {
  for (const [name, { step, ramp, unitText }] of parameters) {
    const recent = recentValues(state.values[name] ?? [], time)
    const wanted = values.get(name) ?? 0n
    if (recent.length >= changesPerMinuteMax) {
      const message = `${id}: ${name} changed ${recent.length} times within a minute; wanted fewer`
      return { code: 'ENVELOPE_TOO_MANY', message }
    }
    const last = recent.at(-1)
    if (step !== undefined && last !== undefined && distance(wanted, last.value) > step) {
      const message = `${id}: ${name} is ${decimalText(wanted)} after ${decimalText(last.value)}; wanted at most ${decimalText(step)} ${unitText} away`
      return { code: 'ENVELOPE_STEP', message }
    }
    // With every value of the last minute, not the last value: many small steps are one large one.
    if (ramp !== undefined && recent.some(({ value }) => distance(wanted, value) > ramp)) {
      const message = `${id}: ${name} is ${decimalText(wanted)}; wanted at most ${decimalText(ramp)} ${unitText} away from each value of the last minute`
      return { code: 'ENVELOPE_RAMP', message }
    }
  }
  return undefined
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a
}

/** The values in force at some moment of the last minute. */
export function recentValues(values: readonly InForce[], time: number): readonly InForce[] {
  const start = time - minuteMs
  return values.filter((_, index) => (values[index + 1]?.from ?? Number.POSITIVE_INFINITY) >= start)
}
