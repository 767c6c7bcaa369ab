/** The device's medium: small files, slots that are files or block devices, and the boot control beside them. */
import { constants } from 'node:fs'
import { type FileHandle, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Bytes, canonicalJson, fromUtf8, parseJson, utf8 } from '@pericard/base'
import type { MonotonicCounter } from '@pericard/vault'
import { z } from 'zod'
import { UpdateError } from '../errors.ts'
import type { BootState, SlotFile, SlotName, Slots } from '../ports/slots.ts'
import type { StateStore } from '../ports/store.ts'

/** Small files in one folder, each replaced as a whole. */
export class FileStore implements StateStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  read(name: string): Promise<Bytes | undefined> {
    return readWhole(join(this.#folder, name))
  }

  write(name: string, bytes: Uint8Array): Promise<void> {
    return replaceFile(join(this.#folder, name), bytes)
  }
}

async function readWhole(path: string): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Writes a file so that a cut of power leaves the old one or the new one: temporary file, sync, rename, sync of the folder.
 *
 * @throws {UpdateError} `UPDATE_DISK_FULL`
 */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.part`
  try {
    const file = await open(part, 'w', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
    const folder = await open(dirname(path), 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (cause) {
    if (codeOf(cause) !== 'ENOSPC') throw cause
    throw new UpdateError('UPDATE_DISK_FULL', `Cannot write ${path}: the disk is full; the old one is kept`, {
      cause,
    })
  }
}

const slotName = z.enum(['a', 'b'])
const bootSchema: z.ZodType<BootState> = z.strictObject({
  v: z.literal(1),
  active: slotName,
  trial: z.strictObject({ slot: slotName, startsLeft: z.number().int().min(0).max(255) }).exactOptional(),
})

export interface FileSlotsOptions {
  /** File or block device of each slot. */
  readonly a: string
  readonly b: string
  /** Boot control file, which the boot loader's script reads. */
  readonly boot: string
  /** Slot of this start, from the kernel's command line. */
  readonly booted: SlotName
}

/** Slots that are files or block devices. */
export class FileSlots implements Slots {
  readonly #options: FileSlotsOptions

  constructor(options: FileSlotsOptions) {
    this.#options = options
  }

  booted(): Promise<SlotName> {
    return Promise.resolve(this.#options.booted)
  }

  async boot(): Promise<BootState> {
    const bytes = await readWhole(this.#options.boot)
    return bytes === undefined ? { v: 1, active: this.#options.booted } : parseBoot(bytes)
  }

  setBoot(state: BootState): Promise<void> {
    return replaceFile(this.#options.boot, utf8(`${canonicalJson(state)}\n`))
  }

  async openForWriting(slot: SlotName): Promise<SlotFile> {
    const path = this.#options[slot]
    try {
      const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
      return await OpenSlot.of(handle, path)
    } catch (cause) {
      throw unwritable(path, cause)
    }
  }

  async openForReading(slot: SlotName): Promise<SlotFile> {
    const path = this.#options[slot]
    return OpenSlot.of(await open(path, 'r'), path)
  }
}

/** Reads boot control. @throws {UpdateError} `UPDATE_FORMAT` */
export function parseBoot(bytes: Uint8Array): BootState {
  let json: unknown
  try {
    json = parseJson(fromUtf8(bytes) ?? '', { charactersMax: 4096, depthMax: 4 })
  } catch {
    json = undefined
  }
  const parsed = bootSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new UpdateError(
    'UPDATE_FORMAT',
    'Cannot read boot control: it is damaged; write {"v":1,"active":"a"} or "b"',
  )
}

class OpenSlot implements SlotFile {
  readonly capacity: number | undefined
  readonly #handle: FileHandle
  readonly #path: string

  private constructor(handle: FileHandle, path: string, capacity: number | undefined) {
    this.#handle = handle
    this.#path = path
    this.capacity = capacity
  }

  static async of(handle: FileHandle, path: string): Promise<OpenSlot> {
    const stat = await handle.stat()
    return new OpenSlot(handle, path, stat.isBlockDevice() ? await sizeOfDevice(path) : undefined)
  }

  async write(at: number, bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, at + done)
        done += bytesWritten
      }
    } catch (cause) {
      throw unwritable(this.#path, cause)
    }
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafeSlow(length)
    let done = 0
    while (done < length) {
      const { bytesRead } = await this.#handle.read(bytes, done, length - done, at + done)
      if (bytesRead === 0) break
      done += bytesRead
    }
    return bytes.subarray(0, done)
  }

  async sync(): Promise<void> {
    try {
      await this.#handle.datasync()
    } catch (cause) {
      throw unwritable(this.#path, cause)
    }
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

/** The kernel gives sizes of block devices in sectors of 512 bytes, whatever the device's own. */
async function sizeOfDevice(path: string): Promise<number | undefined> {
  const name = path.split('/').at(-1) ?? ''
  const bytes = await readWhole(`/sys/class/block/${name}/size`)
  const sectors = Number((bytes && fromUtf8(bytes)) ?? Number.NaN)
  return Number.isSafeInteger(sectors) ? sectors * 512 : undefined
}

function unwritable(path: string, cause: unknown): unknown {
  const code = codeOf(cause)
  if (code === 'ENOSPC' || code === 'EFBIG')
    return new UpdateError('UPDATE_SLOT_SMALL', `The slot ${path} is full before the image ends`, { cause })
  if (code !== undefined)
    return new UpdateError(
      'UPDATE_SLOT_UNWRITABLE',
      `The slot ${path} cannot be written (${code}): is it the one not in use, and not write-protected?`,
      { cause },
    )
  return cause
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}

/**
 * A counter in a file, for a device without a TPM. It is set back by whoever restores the medium; then the version floor is
 * worth as much as the medium's seal.
 */
export class FileCounter implements MonotonicCounter {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  async read(): Promise<number> {
    const bytes = await readWhole(this.#path)
    if (bytes === undefined) return 0
    const value = Number(fromUtf8(bytes) || Number.NaN)
    if (Number.isSafeInteger(value) && value >= 0) return value
    throw new UpdateError('UPDATE_STATE_FORGED', `The counter ${this.#path} holds no number`)
  }

  async increment(): Promise<number> {
    const next = (await this.read()) + 1
    await replaceFile(this.#path, utf8(`${next}`))
    return next
  }
}
