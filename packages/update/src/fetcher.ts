import { DownloadHTTPError } from 'tuf-js/dist/error.js'
import type { UpdateSource } from './ports/source.ts'

/** Address that tuf-js puts before each path; nothing is ever looked up under it. */
export const metadataBase = 'http://repository.invalid/metadata/'

/**
 * Gives tuf-js the files of a source, in memory. Its own fetcher puts each into a temporary folder first and has no limit on how
 * slowly a mirror may send.
 */
export class SourceFetcher {
  /** What the source threw; tuf-js keeps only its text. */
  failure: unknown
  readonly #source: UpdateSource

  constructor(source: UpdateSource) {
    this.#source = source
  }

  async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    const name = decodeURIComponent(url.slice(metadataBase.length))
    // A delegated role's name becomes part of a path (CWE-22); no role of ours has a slash.
    if (/[/\\]/.test(name)) throw new Error(`the role ${name} has a slash in its name`)
    const path = `metadata/${name}`
    const bytes = await this.#file(path, maxLength)
    if (bytes === undefined) throw new DownloadHTTPError(`there is no ${path}`, 404)
    return Buffer.from(bytes)
  }

  downloadFile<T>(): Promise<T> {
    return Promise.reject(new Error('targets are not downloaded through tuf-js'))
  }

  async #file(path: string, maxLength: number): Promise<Uint8Array | undefined> {
    try {
      return await this.#source.file(path, maxLength)
    } catch (error) {
      this.failure = error
      throw error
    }
  }
}
