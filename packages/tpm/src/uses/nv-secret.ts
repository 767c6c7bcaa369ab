import { type Bytes, compareBytes } from '@pericard/base'
import { isWritten, nvDefine, nvRead, nvReadPublic, nvUndefine, nvWrite } from '../commands/nv.ts'
import { pcrRead } from '../commands/pcrs.ts'
import { policyPcr } from '../commands/policies.ts'
import { nvAttribute } from '../constants.ts'
import { TpmError } from '../errors.ts'
import { pcrDigestOf, pcrPolicyOf } from '../pcr.ts'
import { storageKeyTemplate } from '../public-area.ts'
import type { Session } from '../session.ts'
import type { Tpm } from '../tpm.ts'

export interface NvSecretOptions {
  readonly index: number
  /** Authorizes writing, and reading where no register does. */
  readonly auth: Bytes
  /** Registers that reading is bound to; where none is, `auth` authorizes reading. */
  readonly pcrs: readonly number[]
  readonly size: number
}

/**
 * A secret in the TPM's own memory, read only while PCRs have the values of when it was made. Destroying it leaves no copy on any
 * medium: what hung on it is gone for good (NIST SP 800-88 r1, cryptographic erase).
 */
export class NvSecret {
  readonly #tpm: Tpm
  readonly #options: NvSecretOptions

  constructor(tpm: Tpm, options: NvSecretOptions) {
    this.#tpm = tpm
    this.#options = options
  }

  /**
   * The secret; undefined where none was written. Wipe it after use.
   *
   * @throws {TpmError} `TPM_POLICY_REFUSED` where the registers have other values
   */
  async read(): Promise<Bytes | undefined> {
    const index = await this.#found()
    if (index === undefined || !isWritten(index)) return undefined
    const { pcrs, size, auth } = this.#options
    return this.#within(pcrs.length === 0 ? 'hmac' : 'policy', async (session) => {
      if (pcrs.length > 0) await policyPcr(this.#tpm, session, pcrs)
      return nvRead(this.#tpm, session, index, { size, auth })
    })
  }

  /** Writes the secret into a space of its own; what was there before is destroyed. */
  async write(secret: Bytes): Promise<void> {
    await this.destroy()
    const { index, auth, pcrs, size } = this.#options
    if (secret.length !== size)
      throw new TpmError('TPM_REFUSED', `Cannot keep ${secret.length} bytes in NV: wanted ${size}`)
    const bound = pcrs.length > 0
    const policy = bound ? pcrPolicyOf(pcrs, pcrDigestOf(await pcrRead(this.#tpm, pcrs))) : new Uint8Array()
    const attributes =
      (bound ? nvAttribute.policyRead : nvAttribute.authRead) | nvAttribute.authWrite | nvAttribute.noDa
    await this.#within('hmac', (session) =>
      nvDefine(this.#tpm, session, { index, attributes, policy, size, auth }),
    )
    const defined = await nvReadPublic(this.#tpm, index)
    if (compareBytes(defined.policy, policy) !== 0)
      throw new TpmError('TPM_NV_TAKEN', 'Cannot keep a secret in NV: another space stands in its place')
    await this.#within('hmac', (session) => nvWrite(this.#tpm, session, defined, secret, auth))
  }

  /** Destroys it; nothing happens where it is gone already. */
  async destroy(): Promise<void> {
    const index = await this.#found()
    if (index !== undefined) await nvUndefine(this.#tpm, index)
  }

  async #found(): Promise<Awaited<ReturnType<typeof nvReadPublic>> | undefined> {
    try {
      return await nvReadPublic(this.#tpm, this.#options.index)
    } catch (error) {
      if (error instanceof TpmError && error.code === 'TPM_NV_MISSING') return undefined
      throw error
    }
  }

  #within<T>(kind: 'hmac' | 'policy', use: (session: Session) => Promise<T>): Promise<T> {
    return this.#tpm.using('owner', storageKeyTemplate, (key) => this.#tpm.salted(key, kind, use))
  }
}
