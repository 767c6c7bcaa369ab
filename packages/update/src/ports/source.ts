import type { Bytes } from '@pericard/base'

/** How an update comes to a device. */
export type Way = 'remote' | 'local-media' | 'physical-presence'

/** A repository folder: behind a web server, or on a medium that was plugged in. Whatever it gives is untrusted. */
export interface UpdateSource {
  readonly way: 'remote' | 'local-media'
  /**
   * A whole file, or `undefined` where there is none.
   *
   * @throws {UpdateError} `UPDATE_SOURCE_UNREACHABLE`, `UPDATE_SOURCE_ENDLESS` above `bytesMax`, `UPDATE_SOURCE_SLOW`
   */
  file(path: string, bytesMax: number): Promise<Bytes | undefined>
  /**
   * The bytes of a file from `from` on, in pieces of any size. May give fewer or more than the file should have.
   *
   * @throws {UpdateError} `UPDATE_SOURCE_UNREACHABLE`, `UPDATE_SOURCE_SLOW`
   */
  stream(path: string, from: number): AsyncIterable<Uint8Array>
}
