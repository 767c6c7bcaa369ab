import type { Release } from '../release.ts'

/** What the device knows and decides itself. */
export interface DeviceHooks {
  /**
   * Whether the critical function lets the update go on now: before bytes are written, and before the next start takes the new
   * slot. Therapy is never interrupted: on `false` the update waits.
   */
  mayInstall(step: 'write' | 'switch', release: Release): Promise<boolean>
  /** Whether the device works, asked after a start from the new slot. */
  healthy(component: string): Promise<boolean>
  /** Format of the data that the device holds now. */
  dataFormat(component: string): Promise<number>
  /** Whether a person at the device confirms the update there: a button, a code from its own screen. */
  confirmedAtDevice?(release: Release): Promise<boolean>
}
