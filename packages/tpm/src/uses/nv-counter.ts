import type { Bytes } from '@pericard/base'
import { isWritten, nvDefine, nvIncrement, nvRead, nvReadPublic } from '../commands/nv.ts'
import { nvAttribute } from '../constants.ts'
import { TpmError } from '../errors.ts'
import { Reader } from '../marshal.ts'
import { storageKeyTemplate } from '../public-area.ts'
import type { Session } from '../session.ts'
import type { Tpm } from '../tpm.ts'

const counterBytes = 8

/**
 * A counter in the TPM's own memory (part 1, 37.2.4). Restoring the medium does not set it back, nor does removing and defining it
 * again: a new counter starts above every one that the TPM ever had.
 */
export class NvCounter {
  readonly #tpm: Tpm
  readonly #index: number
  readonly #auth: Bytes

  constructor(tpm: Tpm, index: number, auth: Bytes) {
    this.#tpm = tpm
    this.#index = index
    this.#auth = auth
  }

  /** The value, after making the counter where there is none. */
  async read(): Promise<number> {
    return isWritten(await this.#defined()) ? this.#value() : this.increment()
  }

  async increment(): Promise<number> {
    const index = await this.#defined()
    await this.#within((session) => nvIncrement(this.#tpm, session, index, this.#auth))
    return this.#value()
  }

  async #value(): Promise<number> {
    // Read anew: the first increment changes the attributes, and with them the name.
    const index = await nvReadPublic(this.#tpm, this.#index)
    if (!isWritten(index)) return 0
    const bytes = await this.#within((session) =>
      nvRead(this.#tpm, session, index, { size: counterBytes, auth: this.#auth }),
    )
    return new Reader(bytes).u64()
  }

  async #defined(): ReturnType<typeof nvReadPublic> {
    const attributes = nvAttribute.counter | nvAttribute.authRead | nvAttribute.authWrite | nvAttribute.noDa
    try {
      return this.#checked(await nvReadPublic(this.#tpm, this.#index))
    } catch (error) {
      if (!(error instanceof TpmError) || error.code !== 'TPM_NV_MISSING') throw error
    }
    const space = { index: this.#index, attributes, policy: new Uint8Array(), size: counterBytes }
    await this.#within((session) => nvDefine(this.#tpm, session, { ...space, auth: this.#auth }))
    return this.#checked(await nvReadPublic(this.#tpm, this.#index))
  }

  /** An ordinary index in its place could be written to any value. */
  #checked(index: Awaited<ReturnType<typeof nvReadPublic>>): Awaited<ReturnType<typeof nvReadPublic>> {
    if ((index.attributes & 0xf0) === nvAttribute.counter && index.size === counterBytes) return index
    throw new TpmError(
      'TPM_NV_TAKEN',
      `Cannot count with NV index 0x${this.#index.toString(16)}: it is not a counter; something else uses it`,
    )
  }

  #within<T>(use: (session: Session) => Promise<T>): Promise<T> {
    return this.#tpm.using('owner', storageKeyTemplate, (key) => this.#tpm.salted(key, 'hmac', use))
  }
}
