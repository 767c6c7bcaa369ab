/** What the envelope remembers, as text that outlives its process. The text is a file's: it may be damaged or forged. */
import { hash } from 'node:crypto'
import { parseJson } from '@pericard/base'
import type { CriticalFunction } from '@pericard/model'
import { z } from 'zod'
import { deliveryEntriesMax } from './delivery.ts'
import { changesPerMinuteMax } from './faults.ts'
import type { EnvelopeState } from './state.ts'

/** A state with what is needed to go on from it. */
export interface History {
  /** Id of the function; that of another one is not taken. */
  readonly function: string
  readonly state: EnvelopeState
}

/** Larger texts are not read. */
export const historyBytesMax: number = 512 * 1024

const time = z.int().min(0)
const scaled = z
  .string()
  .regex(/^-?[0-9]{1,40}$/)
  .transform(BigInt)
const shape = z.strictObject({
  v: z.literal(1),
  function: z.string().max(64),
  state: z.strictObject({
    mode: z.string().max(64),
    values: z.record(
      z.string().max(64),
      z.array(z.strictObject({ value: scaled, from: time })).max(changesPerMinuteMax + 1),
    ),
    accepted: z.record(z.string().max(64), z.array(time).max(1001)),
    delivery: z.strictObject({
      segments: z.array(z.strictObject({ from: time, rate: scaled })).max(deliveryEntriesMax),
      amounts: z.array(z.strictObject({ at: time, amount: scaled })).max(deliveryEntriesMax),
    }),
    binding: z.strictObject({ subject: z.string().max(128), until: time.optional() }).optional(),
    holdUntil: time.optional(),
    at: time,
  }),
})

/** Two line feeds and a SHA-256 in hexadecimal. */
const sumAndEndsLength = 66
/** Texts are filled up to a multiple of it, so that most states follow each other in place. */
const fillTo = 512

/** One line of JSON, filled with spaces, and the SHA-256 of that line. It shows damage; docs/decisions/0016 says why it is no MAC. */
export function writeHistory(history: History): string {
  const json = JSON.stringify({ v: 1, ...history }, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  const length = Buffer.byteLength(json) + sumAndEndsLength
  const body = json + ' '.repeat(Math.ceil(length / fillTo) * fillTo - length)
  return `${body}\n${sha256(body)}\n`
}

/** The history in a text, or undefined if it is not exactly one that was written for this function. */
export function readHistory(fn: CriticalFunction, text: string): History | undefined {
  const [body = '', sum, end, ...more] = text.split('\n')
  if (sum !== sha256(body) || end !== '' || more.length > 0) return undefined
  const read = shape.safeParse(jsonOf(body)).data
  if (read === undefined || read.function !== fn.id) return undefined
  const { v: _version, state, ...rest } = read
  const { binding, holdUntil, ...plain } = state
  const until = binding?.until
  return {
    ...rest,
    state: {
      ...plain,
      ...(binding === undefined
        ? {}
        : { binding: { subject: binding.subject, ...(until === undefined ? {} : { until }) } }),
      ...(holdUntil === undefined ? {} : { holdUntil }),
    },
  }
}

/** The longest time that any limit of a function looks back, in milliseconds. */
export function longestWindow(fn: CriticalFunction): number {
  const ofCommands = fn.commands.flatMap(({ minimumInterval = 0, rate }) => [
    minimumInterval,
    rate?.window ?? 0,
  ])
  const hasSteps = fn.commands.some(({ parameters }) =>
    Object.values(parameters).some(({ stepPerMinute }) => stepPerMinute !== undefined),
  )
  return Math.max(0, fn.envelope.cumulative?.window ?? 0, hasSteps ? 60_000 : 0, ...ofCommands)
}

/** The state of a function of which it is not known what it was given: nothing but its end, for the longest window. */
export function heldState(fn: CriticalFunction, state: EnvelopeState): EnvelopeState {
  return { ...state, holdUntil: state.at + longestWindow(fn) }
}

function sha256(text: string): string {
  return hash('sha256', text)
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
