import type { Journal } from './journal.ts'
import type { Updater } from './updater.ts'

/** How a device stands, for whoever looks after it. */
export interface UpdateStatus {
  readonly installed: Readonly<Record<string, number>>
  readonly failed: Readonly<Record<string, number>>
  readonly phase: Journal['phase']
  /** What is being written or tried. */
  readonly release?: number
  readonly component?: string
  readonly slot?: 'a' | 'b'
  /** Versions of metadata seen, by role. */
  readonly seen: Readonly<Record<string, number>>
  /** When the newest timestamp was signed, ISO 8601. */
  readonly signedAt: string
}

/** Tells how an updater stands. */
export async function updateStatus(updater: Updater): Promise<UpdateStatus> {
  const { installed, failed, signedAt, marks } = updater.state
  const journal = await updater.journal()
  const { phase } = journal
  const work =
    journal.phase === 'idle'
      ? {}
      : { release: journal.release.number, component: journal.release.component, slot: journal.slot }
  const seen = Object.fromEntries(Object.entries(marks).map(([role, { version }]) => [role, version]))
  return { installed, failed, phase, ...work, seen, signedAt: new Date(signedAt).toISOString() }
}
