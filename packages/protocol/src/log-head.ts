/** The fleet as witness of a device's sealed log. */
import { z } from 'zod'

/** Where a log ends, or ended. */
export interface WitnessedHead {
  readonly sequence: number
  /** Hash of the chain up to there, 64 hexadecimal digits. */
  readonly hash: string
}

/** Device → fleet: where the log ends now, and whether it is whole. */
export interface LogHeadReport extends WitnessedHead {
  readonly v: 1
  /** Id of the log, 32 hexadecimal digits. */
  readonly log: string
  /** Code of the first fault that the device found in its own log. */
  readonly fault?: string | undefined
}

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const sequence = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

export const logHeadReport: z.ZodType<LogHeadReport> = z.strictObject({
  v: z.literal(1),
  log: z.string().regex(/^[0-9a-f]{32}$/),
  sequence,
  hash,
  fault: z
    .string()
    .regex(/^[A-Z_]{1,40}$/)
    .optional(),
})

/** Fleet → device: the last head of this log that the fleet had seen before; the device's log has to hold it. */
export interface LogHeadAnswer {
  readonly seen: WitnessedHead | null
}

export const logHeadAnswer: z.ZodType<LogHeadAnswer> = z.strictObject({
  seen: z.strictObject({ sequence, hash }).nullable(),
})
