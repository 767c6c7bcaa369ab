/**
 * What a support session can ask. Each command only reads, and each answer has the fields that are listed here and no others:
 * numbers, booleans, and words of a fixed list. There is no free text that could carry patient data out, so nothing has to be
 * blackened (CWE-200, CWE-532).
 */
import type { Capability } from '@pericard/model'
import { z } from 'zod'

const count = z.int().min(0)

/** Events that the guard itself logs. Anything else, such as what an application named, is counted as `other`. */
export const supportEvents = [
  'canary-opened',
  'command-accepted',
  'command-refused',
  'enrolled',
  'erasure-settled',
  'function-running',
  'function-safe-state',
  'function-stays-safe',
  'gate-gone',
  'identity-renewed',
  'keeper-started',
  'log-broken',
  'message-dropped',
  'process-ended',
  'record-refused',
  'records-read',
  'retention',
  'vault-broken',
  'vault-locked',
  'vault-unlocked',
] as const
export type SupportEvent = (typeof supportEvents)[number] | 'other'

/** The answers, field by field. */
export interface SupportReports {
  readonly status: {
    readonly vault: 'open' | 'locked'
    readonly enrolled: boolean
    /** Of the guard on this device. */
    readonly starts: number
    /** Of the machine, since it was started. */
    readonly uptimeSeconds: number
  }
  readonly storage: { readonly storeBytes: number; readonly freeBytes: number }
  readonly events: {
    /** Number of the log's last line. */
    readonly lines: number
    /** Lines since the guard's start, by event. */
    readonly sinceStart: { readonly [E in SupportEvent]?: number | undefined }
  }
  readonly 'log-check': {
    readonly intact: boolean
    readonly lines: number
    /** How often the device's clock went backwards between two lines. */
    readonly clockSetBack: number
  }
}
export type SupportCommand = keyof SupportReports
export type SupportReport<C extends SupportCommand = SupportCommand> = SupportReports[C]

const answers: { readonly [C in SupportCommand]: z.ZodType<SupportReport<C>> } = {
  status: z.strictObject({
    vault: z.enum(['open', 'locked']),
    enrolled: z.boolean(),
    starts: count,
    uptimeSeconds: count,
  }),
  storage: z.strictObject({ storeBytes: count, freeBytes: count }),
  events: z.strictObject({
    lines: count,
    sinceStart: z.partialRecord(z.enum([...supportEvents, 'other']), count),
  }),
  'log-check': z.strictObject({ intact: z.boolean(), lines: count, clockSetBack: count }),
}

export const supportCommands: readonly SupportCommand[] = ['status', 'storage', 'events', 'log-check']

export function isSupportCommand(value: unknown): value is SupportCommand {
  return supportCommands.some((name) => name === value)
}

/** What `allows` of the device file's capability has to hold. */
export function neededRight(command: SupportCommand): Capability['allows'][number] {
  return command === 'events' || command === 'log-check' ? 'read-logs' : 'read-telemetry'
}

/** Where the answers come from. */
export type SupportSources = {
  readonly [C in SupportCommand]: () => Promise<SupportReport<C>> | SupportReport<C>
}

/** Runs a command. @returns the answer, or undefined where it does not have exactly the listed fields: then nothing leaves */
export async function report(
  command: SupportCommand,
  sources: SupportSources,
): Promise<SupportReport | undefined> {
  const shape: z.ZodType<SupportReport> = answers[command]
  return shape.safeParse(await sources[command]()).data
}
