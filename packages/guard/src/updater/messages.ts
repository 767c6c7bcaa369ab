/** What the updater's process says to the supervisor. It may be taken over, so each message is a few words of a fixed list. */
import { z } from 'zod'

export const updateQuestion: { readonly mayInstall: 'may-install'; readonly healthy: 'healthy' } = {
  mayInstall: 'may-install',
  healthy: 'healthy',
}

export interface UpdateReport {
  readonly event: 'up-to-date' | 'waiting' | 'restart' | 'kept' | 'returned' | 'unhealthy' | 'refused'
  readonly component?: string | undefined
  /** Of the release. */
  readonly number?: number | undefined
  readonly code?: string | undefined
}

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
})
export const mayInstallSchema: z.ZodType<{
  readonly id: number
  readonly step: 'write' | 'switch'
  readonly component: string
}> = z.object({ id: z.int(), step: z.enum(['write', 'switch']), component: z.string().max(64) })
export const healthySchema: z.ZodType<{ readonly id: number }> = z.object({ id: z.int() })
