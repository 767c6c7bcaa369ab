import { statSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { type Bytes, concat, number64, readNumber64 } from '@pericard/base'
import {
  type Credential,
  identityOf,
  NvCounter,
  NvSecret,
  openCredential,
  parentOf,
  type Quote,
  quoteOf,
  readClock,
  sealToPcrs,
  Tpm,
  type TpmClock,
  type TpmIdentity,
  unsealFromPcrs,
} from '@pericard/tpm'
import { DeviceTransport } from '@pericard/tpm/adapters/device'
import { SocketTransport } from '@pericard/tpm/adapters/socket'
import { type EraseRoot, freshKey, type MonotonicCounter, type SecretKey, secretKey } from '@pericard/vault'

/** NV indexes in the owner's range (TCG Registry of Reserved TPM 2.0 Handles 1.1, 2.3.1). */
const bootIndex = 0x0185_0101
const anchorIndex = 0x0185_0102
const eraseIndex = 0x0185_0110
const logEraseIndex = 0x0185_0120
/** Two generations live at most at once, and one that a crash left. */
const eraseSlots = 4
const partBytes = 32

/** What the TPM keeps for the device: its share, and what authorizes its NV. Both lie in one sealed blob. */
export interface HardwareSecrets {
  readonly share: SecretKey
  readonly auth: Bytes
}

/**
 * The device's TPM as the keeper uses it. It is opened for each use and closed again: an emulator serves one client at a time, and
 * a TPM that went away is found again.
 */
export class Hardware {
  readonly #path: string
  readonly #pcrs: readonly number[]
  /** Known from the sealed blob: no other TPM, and nothing between us and it, is spoken to afterwards. */
  #storageKey: Bytes | undefined
  #busy: Promise<unknown> = Promise.resolve()

  constructor(path: string, pcrs: readonly number[]) {
    this.#path = path
    this.#pcrs = pcrs
  }

  /** Makes share and authorization, and seals them to the software that runs now. */
  async provision(): Promise<{ secrets: HardwareSecrets; blob: Bytes }> {
    const share = freshKey()
    const auth = new Uint8Array(randomBytes(partBytes))
    const secret = concat(share.object.export(), auth)
    const blob = await this.#use((tpm) => sealToPcrs(tpm, { secret, pcrs: this.#pcrs }))
    secret.fill(0)
    this.#storageKey = parentOf(blob)
    return { secrets: { share, auth }, blob }
  }

  /** @throws {TpmError} other software, another TPM, lockout, or none that answers; nothing was changed */
  async open(blob: Bytes): Promise<HardwareSecrets> {
    this.#storageKey = parentOf(blob)
    const secret = await this.#use((tpm) => unsealFromPcrs(tpm, blob))
    return { share: secretKey(secret.slice(0, partBytes)), auth: secret.slice(partBytes) }
  }

  /** Starts of the device, counted where no copy of the medium sets it back. */
  bootCounter(auth: Bytes): MonotonicCounter {
    return this.#counter(bootIndex, auth)
  }

  /** What copies of the store are told apart by. */
  anchorCounter(auth: Bytes): MonotonicCounter {
    return this.#counter(anchorIndex, auth)
  }

  #counter(index: number, auth: Bytes): MonotonicCounter {
    return {
      read: () => this.#use((tpm) => new NvCounter(tpm, index, auth).read()),
      increment: () => this.#use((tpm) => new NvCounter(tpm, index, auth).increment()),
    }
  }

  /** Where the secrets of generations lie that the keys of records hang on. */
  eraseRoot(auth: Bytes): EraseRoot {
    return this.#eraseRoot(eraseIndex, auth)
  }

  /** The same for the seeds of the log. */
  logEraseRoot(auth: Bytes): EraseRoot {
    return this.#eraseRoot(logEraseIndex, auth)
  }

  /** Destroys whatever the seeds of the log hang on: no line can be read any more. */
  destroyLogRoot(auth: Bytes): Promise<void> {
    return this.#use(async (tpm) => {
      for (let slot = 0; slot < eraseSlots; slot++) {
        const secret = secretAt(tpm, logEraseIndex + slot, auth)
        if ((await secret.read()) !== undefined) await secret.destroy()
      }
    })
  }

  #eraseRoot(firstIndex: number, auth: Bytes): EraseRoot {
    const slot = (tpm: Tpm, generation: number): NvSecret =>
      secretAt(tpm, firstIndex + (generation % eraseSlots), auth)
    const found = async (tpm: Tpm, generation: number): Promise<Bytes | undefined> => {
      const bytes = await slot(tpm, generation).read()
      return bytes !== undefined && readNumber64(bytes.subarray(0, 8)) === generation ? bytes : undefined
    }
    const read = async (tpm: Tpm, generation: number): Promise<SecretKey | undefined> => {
      const bytes = await found(tpm, generation)
      return bytes === undefined ? undefined : secretKey(bytes.slice(8))
    }
    return {
      kind: 'tpm',
      read: (generation) => this.#use((tpm) => read(tpm, generation)),
      create: (generation) =>
        this.#use(async (tpm) => {
          const known = await read(tpm, generation)
          if (known !== undefined) return known
          const secret = freshKey()
          await slot(tpm, generation).write(concat(number64(generation), secret.object.export()))
          return secret
        }),
      destroy: (generation) =>
        this.#use(async (tpm) => {
          if ((await found(tpm, generation)) !== undefined) await slot(tpm, generation).destroy()
        }),
    }
  }

  quote(qualifying: Bytes): Promise<Quote> {
    return this.#use((tpm) => quoteOf(tpm, { qualifying, pcrs: this.#pcrs }))
  }

  identity(): Promise<TpmIdentity> {
    return this.#use((tpm) => identityOf(tpm))
  }

  openCredential(credential: Credential): Promise<Bytes> {
    return this.#use((tpm) => openCredential(tpm, credential))
  }

  clock(): Promise<TpmClock> {
    return this.#use((tpm) => readClock(tpm))
  }

  #use<T>(work: (tpm: Tpm) => Promise<T>): Promise<T> {
    const done = this.#busy.then(async () => {
      const tpm = new Tpm(await openTransport(this.#path), { storageKey: this.#storageKey })
      try {
        return await work(tpm)
      } finally {
        await tpm.close()
      }
    })
    this.#busy = done.catch(() => undefined)
    return done
  }
}

/** Not bound to PCRs: an update would lose every record. What authorizes reading is itself sealed to them. */
function secretAt(tpm: Tpm, index: number, auth: Bytes): NvSecret {
  return new NvSecret(tpm, { index, auth, pcrs: [], size: 8 + partBytes })
}

/** A character device is the kernel's resource manager, a socket an emulator. */
async function openTransport(path: string): Promise<DeviceTransport | SocketTransport> {
  const isSocket = statSync(path, { throwIfNoEntry: false })?.isSocket() === true
  return isSocket ? SocketTransport.open({ path }) : DeviceTransport.open(path)
}
