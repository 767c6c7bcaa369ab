/** Authorizations: passwords, and sessions with HMAC and encrypted parameters (part 1, 19 and 21). */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { type Bytes, concat } from '@pericard/base'
import type { Authorization, CommandParts } from './command.ts'
import { digestBytes, rh, sessionAttribute } from './constants.ts'
import { TpmError } from './errors.ts'
import { kdfa } from './kdf.ts'
import { tpm2b, u16, u32, u8 } from './marshal.ts'

const empty = new Uint8Array()

/** TPM_RS_PW: the authorization value itself, in the clear on the bus. Only for values that are no secret (empty ones). */
export function password(value: Bytes = empty): Authorization {
  return {
    command: () => concat(u32(rh.password), tpm2b(empty), u8(sessionAttribute.continueSession), tpm2b(value)),
    response: ({ parameters }) => parameters,
  }
}

export interface SessionOptions {
  readonly handle: number
  /** From the salt, that only the TPM could decrypt; never empty here. */
  readonly key: Bytes
  readonly nonceTpm: Bytes
  readonly policy: boolean
}

/** What one command does with a session. */
export interface SessionUse {
  /** Authorization value of the entity that it authorizes. */
  readonly value?: Bytes
  /** Encrypts the first parameter of the command. */
  readonly decrypt?: boolean
  /** Has the TPM encrypt the first parameter of the response. */
  readonly encrypt?: boolean
}

/**
 * A session whose key came from a salt that only the TPM could decrypt: who listens on the bus learns no secret parameter, and who
 * alters a response is noticed.
 */
export class Session {
  readonly handle: number
  readonly #key: Bytes
  readonly #policy: boolean
  #nonceTpm: Bytes

  constructor({ handle, key, nonceTpm, policy }: SessionOptions) {
    this.handle = handle
    this.#key = key
    this.#nonceTpm = nonceTpm
    this.#policy = policy
  }

  /** Uses the session once; it stays open. */
  use({ value = empty, decrypt = false, encrypt = false }: SessionUse = {}): Authorization {
    const attributes =
      sessionAttribute.continueSession |
      (decrypt ? sessionAttribute.decrypt : 0) |
      (encrypt ? sessionAttribute.encrypt : 0)
    const nonceCaller = new Uint8Array(randomBytes(digestBytes))
    // A policy says itself who may: the value of the entity is no part of its HMAC (part 1, 19.6.5), but of the encryption's key.
    const hmacKey = this.#policy ? this.#key : concat(this.#key, value)
    const cipherKey = concat(this.#key, value)
    return {
      ...(decrypt
        ? {
            encryptCommand: (parameters: Bytes): Bytes =>
              throughFirst(parameters, cfb(cipherKey, nonceCaller, this.#nonceTpm, true)),
          }
        : {}),
      command: (parts) => {
        const covered = concat(hashOfCommand(parts), nonceCaller, this.#nonceTpm, u8(attributes))
        const hmac = createHmac('sha256', hmacKey).update(covered).digest()
        return concat(u32(this.handle), tpm2b(nonceCaller), u8(attributes), tpm2b(hmac))
      },
      response: ({ code, nonce, attributes: answered, hmac, parameters }) => {
        const hash = createHash('sha256')
          .update(concat(u32(0), u32(code), parameters))
          .digest()
        const covered = concat(hash, nonce, nonceCaller, u8(answered))
        const wanted = createHmac('sha256', hmacKey).update(covered).digest()
        if (hmac.length !== wanted.length || !timingSafeEqual(hmac, wanted)) {
          throw new TpmError(
            'TPM_SESSION_FORGED',
            'Cannot believe the TPM: its answer was altered on the way, or comes from something else',
          )
        }
        this.#nonceTpm = nonce
        return encrypt ? throughFirst(parameters, cfb(cipherKey, nonce, nonceCaller, false)) : parameters
      },
    }
  }
}

/** cpHash (part 1, 16.7). */
function hashOfCommand({ code, handles, parameters }: CommandParts): Buffer {
  return createHash('sha256')
    .update(concat(u32(code), ...handles.map(({ name }) => name), parameters))
    .digest()
}

/** AES-128-CFB under a key of this exchange alone (part 1, 21.3). */
function cfb(key: Bytes, newer: Bytes, older: Bytes, encrypt: boolean): (bytes: Bytes) => Bytes {
  const material = kdfa(key, 'CFB', newer, older, 32)
  const make = encrypt ? createCipheriv : createDecipheriv
  const cipher = make('aes-128-cfb', material.subarray(0, 16), material.subarray(16))
  return (bytes) => new Uint8Array(Buffer.concat([cipher.update(bytes), cipher.final()]))
}

/** Puts the content of the first parameter, a TPM2B, through a cipher. */
function throughFirst(parameters: Bytes, cipher: (bytes: Bytes) => Bytes): Bytes {
  const size = parameters.length < 2 ? 0 : ((parameters[0] ?? 0) << 8) | (parameters[1] ?? 0)
  if (size + 2 > parameters.length)
    throw new TpmError(
      'TPM_RESPONSE_MALFORMED',
      'Cannot read what the TPM answered: its first parameter is cut',
    )
  return concat(u16(size), cipher(parameters.slice(2, 2 + size)), parameters.slice(2 + size))
}
