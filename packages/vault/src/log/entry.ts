import { fromUtf8 } from '@pericard/base'

export type LogLevel = 'info' | 'warning' | 'error' | 'security'

export interface LogEntry {
  /** Milliseconds since the epoch, as the device saw it; order is by sequence alone. */
  readonly at: number
  readonly level: LogLevel
  readonly event: string
  readonly detail: string
}

export interface ReadEntry extends LogEntry {
  /** From 1, without gaps. */
  readonly sequence: number
}

/** Where a log ends, or ended when somebody looked. */
export interface LogHead {
  readonly sequence: number
  /** Hash of the chain of blocks up to there, hex. */
  readonly hash: string
}

/** A head that was seen earlier, and who keeps it: with one that lies elsewhere, nobody can cut or rewrite what is before it. */
export interface LogWitness {
  /** For messages: "the store", "the TPM", "the fleet". */
  readonly name: string
  readonly head: LogHead
}

/** Event under which lines of an application's own logger are read. */
export const applicationEvent = 'application'

/**
 * Reads one line of a genuine block: an entry of ours, or what an application's logger wrote (pino's JSON: numeric `level`, `time`).
 * Whatever else it is, it is shown as text: a line is never lost because nobody understands it.
 */
export function readLine(line: Uint8Array): LogEntry {
  const text = fromUtf8(line) ?? Buffer.from(line).toString('latin1')
  const value = objectOf(text)
  const { at, level, event, detail, time } = value
  if (typeof at === 'number' && isLevel(level) && typeof event === 'string' && typeof detail === 'string')
    return { at, level, event, detail }
  return {
    at: typeof time === 'number' ? time : 0,
    level: typeof level === 'number' ? levelOfNumber(level) : 'info',
    event: applicationEvent,
    detail: text,
  }
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function isLevel(value: unknown): value is LogLevel {
  return value === 'info' || value === 'warning' || value === 'error' || value === 'security'
}

/** pino: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
function levelOfNumber(level: number): LogLevel {
  if (level >= 50) return 'error'
  return level >= 40 ? 'warning' : 'info'
}
