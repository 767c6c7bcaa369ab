import { createECDH, randomBytes } from 'node:crypto'
import { type Bytes, compareBytes, concat } from '@pericard/base'
import { type Command, type Entity, exchange, permanent, type Response } from './command.ts'
import { alg, cc, digestBytes, rh, sessionType } from './constants.ts'
import { TpmError } from './errors.ts'
import { kdfa, kdfe } from './kdf.ts'
import { tpm2b, u16, u32, u8 } from './marshal.ts'
import { type EccPublic, nameOf, readEccPublic } from './public-area.ts'
import { password, Session } from './session.ts'
import type { TpmTransport } from './transport.ts'

const empty = new Uint8Array()

/** A key that is loaded, with its public area (TPMT_PUBLIC). */
export interface LoadedKey extends Entity {
  readonly publicArea: Bytes
  readonly ecc: EccPublic
}

/** A TPM 2.0. What it loads is flushed by `using` and `salted` themselves, whatever happens between. */
export class Tpm {
  readonly #transport: TpmTransport
  readonly #storageKey: Bytes | undefined

  /**
   * @param storageKey name of this TPM's storage key, known from an earlier time (`parentOf` a sealed blob). With it, whoever puts
   * themselves between us and the TPM cannot offer a key of their own for the salt of a session (active interposer on the bus).
   */
  constructor(transport: TpmTransport, { storageKey }: { readonly storageKey?: Bytes | undefined } = {}) {
    this.#transport = transport
    this.#storageKey = storageKey
  }

  run(command: Command): Promise<Response> {
    return exchange(this.#transport, command)
  }

  close(): Promise<void> {
    return this.#transport.close()
  }

  /** TPM2_FlushContext (part 3, 28.4). */
  async flush(handle: number): Promise<void> {
    const { parameters } = await this.run({
      ...{ name: 'TPM2_FlushContext', code: cc.flushContext, handles: [] },
      parameters: u32(handle),
    })
    parameters.end()
  }

  /** TPM2_CreatePrimary (part 3, 24.1): the same key for the same template as long as the hierarchy's seed lives. */
  async createPrimary(hierarchy: 'owner' | 'endorsement', template: Bytes): Promise<LoadedKey> {
    const { handle, parameters } = await this.run({
      ...{ name: 'TPM2_CreatePrimary', code: cc.createPrimary, handles: [permanent(rh[hierarchy])] },
      authorizations: [password()],
      givesHandle: true,
      parameters: concat(tpm2b(concat(tpm2b(empty), tpm2b(empty))), tpm2b(template), tpm2b(empty), u32(0)),
    })
    const publicArea = parameters.tpm2b()
    if (hierarchy === 'owner' && this.#storageKey !== undefined) {
      if (compareBytes(nameOf(publicArea), this.#storageKey) !== 0) {
        await this.flush(handle)
        throw new TpmError(
          'TPM_FOREIGN_BLOB',
          'Cannot use the TPM: its storage key is not the one that is known; it is another TPM, or something between us and it',
        )
      }
    }
    return { handle, name: nameOf(publicArea), publicArea, ecc: readEccPublic(publicArea) }
  }

  /** Makes a primary key, hands it to `use`, and flushes it. */
  async using<T>(
    hierarchy: 'owner' | 'endorsement',
    template: Bytes,
    use: (key: LoadedKey) => Promise<T>,
  ): Promise<T> {
    const key = await this.createPrimary(hierarchy, template)
    try {
      return await use(key)
    } finally {
      await this.flush(key.handle)
    }
  }

  /**
   * TPM2_StartAuthSession (part 3, 11.1) with a salt that only `key` can decrypt (part 1, 19.6.8 and C.6.1): who listens on the
   * bus does not learn what encrypts the parameters (bus sniffing of discrete TPMs). Flushed after `use`.
   */
  async salted<T>(
    key: LoadedKey,
    kind: 'hmac' | 'policy',
    use: (session: Session) => Promise<T>,
  ): Promise<T> {
    const { salt, sealed } = saltFor(key)
    const nonceCaller = new Uint8Array(randomBytes(digestBytes))
    const { handle, parameters } = await this.run({
      ...{ name: 'TPM2_StartAuthSession', code: cc.startAuthSession },
      handles: [key, permanent(rh.null)],
      givesHandle: true,
      parameters: concat(
        ...[tpm2b(nonceCaller), tpm2b(sealed), u8(sessionType[kind])],
        ...[u16(alg.aes), u16(128), u16(alg.cfb), u16(alg.sha256)],
      ),
    })
    const nonceTpm = parameters.tpm2b()
    parameters.end()
    const sessionKey = kdfa(salt, 'ATH', nonceTpm, nonceCaller, digestBytes)
    try {
      return await use(new Session({ handle, key: sessionKey, nonceTpm, policy: kind === 'policy' }))
    } finally {
      await this.flush(handle)
    }
  }
}

/** A fresh secret for the holder of an ECC key, and how it is sent (part 1, C.6.1). */
export function saltFor(
  { ecc }: { readonly ecc: EccPublic },
  label = 'SECRET',
): { salt: Bytes; sealed: Bytes } {
  const ephemeral = createECDH('prime256v1')
  const own = ephemeral.generateKeys()
  const { x, y } = ecc.point
  const shared = ephemeral.computeSecret(concat(u8(4), x, y))
  const ownX = new Uint8Array(own.subarray(1, 33))
  const ownY = new Uint8Array(own.subarray(33, 65))
  const salt = kdfe(shared, label, ownX, x)
  shared.fill(0)
  return { salt, sealed: concat(tpm2b(ownX), tpm2b(ownY)) }
}
