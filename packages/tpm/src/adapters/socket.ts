import { connect, type Socket } from 'node:net'
import { type Bytes, concat } from '@pericard/base'
import { responseBytesMax } from '../constants.ts'
import { TpmError } from '../errors.ts'
import type { TpmTransport } from '../transport.ts'

/** Longest wait for one response in milliseconds; a discrete TPM takes up to a second for a key. */
const responseWait = 10_000

/** A TPM at the other end of a Unix socket or of a TCP port of this machine: an emulator such as swtpm. */
export class SocketTransport implements TpmTransport {
  readonly #socket: Socket
  #received: Bytes = new Uint8Array()
  #wake: (() => void) | undefined
  #failure: TpmError | undefined
  #busy: Promise<unknown> = Promise.resolve()
  readonly #wait: number

  private constructor(socket: Socket, wait: number) {
    this.#socket = socket
    this.#wait = wait
    socket.on('data', (chunk) => {
      this.#received = concat(this.#received, chunk)
      this.#wake?.()
    })
    const gone = (cause?: Error): void => {
      const what = 'Cannot go on with the TPM: it closed the connection'
      this.#failure ??= new TpmError('TPM_UNREACHABLE', what, { cause })
      this.#wake?.()
    }
    socket.on('error', gone)
    socket.on('close', () => gone())
  }

  /** @throws {TpmError} `TPM_UNREACHABLE` */
  static open(
    place: { readonly path: string } | { readonly port: number },
    { wait = responseWait }: { readonly wait?: number } = {},
  ): Promise<SocketTransport> {
    return new Promise((resolve, reject) => {
      const socket = connect('path' in place ? { path: place.path } : { port: place.port, host: '127.0.0.1' })
      socket.once('connect', () => resolve(new SocketTransport(socket, wait)))
      socket.once('error', (cause) => {
        const where = 'path' in place ? place.path : `port ${place.port}`
        reject(
          new TpmError('TPM_UNREACHABLE', `Cannot reach the TPM at ${where}: nothing listens there`, {
            cause,
          }),
        )
      })
    })
  }

  send(command: Bytes): Promise<Bytes> {
    const answer = this.#busy.then(() => this.#exchange(command))
    this.#busy = answer.catch(() => undefined)
    return answer
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed) return resolve()
      this.#socket.once('close', () => resolve())
      this.#socket.destroy()
    })
  }

  async #exchange(command: Bytes): Promise<Bytes> {
    if (this.#failure !== undefined) throw this.#failure
    this.#received = new Uint8Array()
    this.#socket.write(command)
    const end = performance.now() + this.#wait
    for (;;) {
      const size = this.#received.length < 10 ? undefined : sizeOf(this.#received)
      if (size !== undefined && (size > responseBytesMax || size < 10 || this.#received.length > size)) {
        this.#fail('TPM_RESPONSE_MALFORMED', `it says ${size} bytes and sends ${this.#received.length}`)
      }
      if (size !== undefined && this.#received.length === size) return this.#received
      if (this.#failure !== undefined) throw this.#failure
      const left = end - performance.now()
      if (left <= 0) this.#fail('TPM_TIMEOUT', `no answer within ${this.#wait} ms`)
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, left)
        this.#wake = () => {
          clearTimeout(timer)
          wake()
        }
      })
    }
  }

  /** After a wrong or missing answer nobody knows what the next bytes belong to: the connection is given up. */
  #fail(code: 'TPM_TIMEOUT' | 'TPM_RESPONSE_MALFORMED', found: string): never {
    this.#failure = new TpmError(code, `Cannot go on with the TPM: ${found}; nothing was changed here`)
    this.#socket.destroy()
    throw this.#failure
  }
}

function sizeOf(bytes: Bytes): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(2)
}
