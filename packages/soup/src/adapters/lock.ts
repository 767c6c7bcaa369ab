/** A lock between processes. The kernel holds it, so it ends with the process that has it, however that dies. */
import { DatabaseSync } from 'node:sqlite'

/** SQLITE_BUSY, in https://sqlite.org/rescode.html. */
const busyCode = 5

/** How long another holder is waited for. */
export interface LockWait {
  /** Milliseconds; 0 is not at all. */
  readonly most: number
  /** Called once if there is something to wait for. */
  readonly onWait?: () => void
}

/** Whether the work was done, and what it gave. */
export type Locked<T> = { readonly got: true; readonly value: T } | { readonly got: false }

/**
 * Does something while no other process is in `locked` with the same path.
 *
 * The file at `path` is empty and stays: who removed it would let two in, one with the old file and one with a new one. Not for
 * network file systems without locks.
 */
export function locked<T>(path: string, work: () => T, { most, onWait }: LockWait): Locked<T> {
  const lock = new DatabaseSync(path)
  try {
    if (!taken(lock, 0)) {
      if (most > 0) onWait?.()
      if (most === 0 || !taken(lock, most)) return { got: false }
    }
    return { got: true, value: work() }
  } finally {
    // Ends the transaction, in which nothing was written.
    lock.close()
  }
}

function taken(lock: DatabaseSync, most: number): boolean {
  try {
    lock.exec(`PRAGMA busy_timeout = ${Math.floor(most)}; BEGIN IMMEDIATE`)
    return true
  } catch (error) {
    if ((error as { errcode?: number }).errcode === busyCode) return false
    throw error
  }
}
