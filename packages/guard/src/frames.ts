import { fromUtf8, parseJson } from '@pericard/base'
import { GuardError } from './errors.ts'

/** Largest frame between two processes of the guard: a Bundle of 100 observations fits, a flood does not. */
export const frameBytesMax: number = 1024 * 1024
const lengthBytes = 4

/** One message as its bytes: length in 4 bytes, most significant first, then JSON. */
export function encodeFrame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8')
  if (body.length > frameBytesMax) throw tooLarge(body.length)
  const out = Buffer.allocUnsafe(lengthBytes + body.length)
  out.writeUInt32BE(body.length, 0)
  body.copy(out, lengthBytes)
  return out
}

/** Takes a byte stream apart into messages, however it is cut. After it threw, the stream has no meaning any more. */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0)

  /**
   * The messages that these bytes complete.
   *
   * @throws {GuardError} `GUARD_FRAME_TOO_LARGE` before anything of that size is kept, `GUARD_FRAME_INVALID`
   */
  push(bytes: Uint8Array): unknown[] {
    this.#pending = this.#pending.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#pending, bytes])
    const messages: unknown[] = []
    while (this.#pending.length >= lengthBytes) {
      const length = this.#pending.readUInt32BE(0)
      if (length > frameBytesMax) throw tooLarge(length)
      if (this.#pending.length < lengthBytes + length) break
      messages.push(messageOf(this.#pending.subarray(lengthBytes, lengthBytes + length)))
      this.#pending = this.#pending.subarray(lengthBytes + length)
    }
    return messages
  }
}

function messageOf(body: Uint8Array): unknown {
  const text = fromUtf8(body)
  if (text === undefined) throw new GuardError('GUARD_FRAME_INVALID', 'Cannot read a frame: it is not UTF-8')
  try {
    return parseJson(text)
  } catch (error) {
    throw new GuardError('GUARD_FRAME_INVALID', 'Cannot read a frame: its JSON was refused', { cause: error })
  }
}

function tooLarge(length: number): GuardError {
  return new GuardError(
    'GUARD_FRAME_TOO_LARGE',
    `Cannot pass a frame on: it has ${length} bytes, at most ${frameBytesMax} are taken`,
  )
}
