/** What the updater's process says to the supervisor. It may be taken over, so each message is a few words of a fixed list. */
import type { Way } from '@pericard/update'
import { z } from 'zod'

export const updateQuestion: {
  readonly mayInstall: 'may-install'
  readonly healthy: 'healthy'
  readonly confirm: 'confirm-at-device'
} = { mayInstall: 'may-install', healthy: 'healthy', confirm: 'confirm-at-device' }

export interface UpdateReport {
  readonly event: 'up-to-date' | 'waiting' | 'restart' | 'kept' | 'returned' | 'unhealthy' | 'refused'
  readonly component?: string | undefined
  /** Of the release. */
  readonly number?: number | undefined
  readonly code?: string | undefined
  /** How it came, where a person at the device brought it. */
  readonly way?: Way | undefined
}

const waySchema: z.ZodType<Way> = z.enum(['remote', 'local-media', 'physical-presence'])

export const updateReportSchema: z.ZodType<UpdateReport> = z.object({
  event: z.enum(['up-to-date', 'waiting', 'restart', 'kept', 'returned', 'unhealthy', 'refused']),
  component: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
    .optional(),
  number: z.int().min(0).optional(),
  code: z
    .string()
    .regex(/^UPDATE_[A-Z_]{1,40}$/)
    .optional(),
  way: waySchema.optional(),
})
export const mayInstallSchema: z.ZodType<{
  readonly id: number
  readonly step: 'write' | 'switch'
  readonly component: string
  readonly way: Way
}> = z.object({
  id: z.int(),
  step: z.enum(['write', 'switch']),
  component: z.string().max(64),
  way: waySchema,
})
/** A person is to say yes to a release; the name is text of the maker, or of whoever took the updater over. */
export const confirmSchema: z.ZodType<{
  readonly id: number
  readonly component: string
  readonly number: number
  readonly name: string
}> = z.object({
  id: z.int(),
  component: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  number: z.int().min(0),
  name: z.string().regex(/^\P{C}{1,100}$/u),
})
export const healthySchema: z.ZodType<{ readonly id: number }> = z.object({ id: z.int() })
