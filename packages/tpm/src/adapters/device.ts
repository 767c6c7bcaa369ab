import { type FileHandle, open } from 'node:fs/promises'
import type { Bytes } from '@pericard/base'
import { responseBytesMax } from '../constants.ts'
import { TpmError } from '../errors.ts'
import type { TpmTransport } from '../transport.ts'

/** Longest wait for one response in milliseconds; the kernel gives up after two minutes itself. */
const responseWait = 30_000

/** The TPM of this machine through the kernel's resource manager, which lets several processes use it. */
export class DeviceTransport implements TpmTransport {
  readonly #file: FileHandle
  readonly #wait: number
  #busy: Promise<unknown> = Promise.resolve()
  #failure: TpmError | undefined

  private constructor(file: FileHandle, wait: number) {
    this.#file = file
    this.#wait = wait
  }

  /** @throws {TpmError} `TPM_UNREACHABLE` */
  static async open(
    path = '/dev/tpmrm0',
    { wait = responseWait }: { readonly wait?: number } = {},
  ): Promise<DeviceTransport> {
    try {
      return new DeviceTransport(await open(path, 'r+'), wait)
    } catch (cause) {
      const advice = 'is there one, and may this user use it (group tss)?'
      throw new TpmError('TPM_UNREACHABLE', `Cannot open the TPM at ${path}: ${advice}`, { cause })
    }
  }

  send(command: Bytes): Promise<Bytes> {
    const answer = this.#busy.then(() => this.#exchange(command))
    this.#busy = answer.catch(() => undefined)
    return answer
  }

  close(): Promise<void> {
    return this.#file.close()
  }

  /** After a wrong or missing answer nobody knows what the next bytes belong to: the device is given up. */
  async #exchange(command: Bytes): Promise<Bytes> {
    if (this.#failure !== undefined) throw this.#failure
    try {
      return await this.#once(command)
    } catch (cause) {
      const what = 'Cannot go on with the TPM: the device cannot be written or read; open it again'
      this.#failure = cause instanceof TpmError ? cause : new TpmError('TPM_UNREACHABLE', what, { cause })
      throw this.#failure
    }
  }

  async #once(command: Bytes): Promise<Bytes> {
    await this.#file.write(command)
    const buffer = new Uint8Array(responseBytesMax + 1)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new TpmError('TPM_TIMEOUT', `Cannot go on with the TPM: no answer within ${this.#wait} ms`))
      }, this.#wait)
    })
    try {
      const { bytesRead } = await Promise.race([this.#file.read(buffer, 0, buffer.length, null), late])
      if (bytesRead > responseBytesMax)
        throw new TpmError(
          'TPM_RESPONSE_MALFORMED',
          `Cannot go on with the TPM: more than ${responseBytesMax} bytes`,
        )
      return buffer.slice(0, bytesRead)
    } finally {
      clearTimeout(timer)
    }
  }
}
