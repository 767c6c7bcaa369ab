import type { Bytes } from '@pericard/base'

/** Small files of the updater on the device. */
export interface StateStore {
  read(name: string): Promise<Bytes | undefined>
  /** Durable when it resolves, and all or nothing. @throws {UpdateError} `UPDATE_DISK_FULL` */
  write(name: string, bytes: Uint8Array): Promise<void>
}
