import { type Bytes, concat } from '@pericard/base'
import { TpmError } from './errors.ts'

/** Big-endian numbers as a TPM writes them (part 1, 4). */
export function u8(value: number): Bytes {
  return new Uint8Array([value])
}

export function u16(value: number): Bytes {
  return new Uint8Array([value >> 8, value])
}

export function u32(value: number): Bytes {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, value)
  return out
}

/** TPM2B: a size of two bytes, then so many bytes (part 2, 10.4). */
export function tpm2b(bytes: Uint8Array): Bytes {
  return concat(u16(bytes.length), bytes)
}

/** Reads a response strictly: what is too short or too long is refused, never guessed at. */
export class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  take(length: number): Bytes {
    if (length > this.left) throw malformed(`${length} bytes wanted, ${this.left} are left`)
    const out = this.#bytes.slice(this.#at, this.#at + length)
    this.#at += length
    return out
  }

  u8(): number {
    return this.#view(1).getUint8(0)
  }

  u16(): number {
    return this.#view(2).getUint16(0)
  }

  u32(): number {
    return this.#view(4).getUint32(0)
  }

  /** @throws {TpmError} above 2^53 - 1, which no counter or clock reaches */
  u64(): number {
    const value = this.#view(8).getBigUint64(0)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed('a number of 64 bits is out of range')
    return Number(value)
  }

  tpm2b(): Bytes {
    return this.take(this.u16())
  }

  end(): void {
    if (this.left > 0) throw malformed(`${this.left} bytes too many`)
  }

  #view(length: number): DataView {
    const bytes = this.take(length)
    return new DataView(bytes.buffer, bytes.byteOffset, length)
  }
}

export function malformed(found: string): TpmError {
  return new TpmError('TPM_RESPONSE_MALFORMED', `Cannot read what the TPM answered: ${found}`)
}
