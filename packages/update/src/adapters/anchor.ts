/** What the updater's state hangs on: a key and a counter, in the TPM where there is one. */
import { randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { NvCounter, sealToPcrs, Tpm, unsealFromPcrs } from '@pericard/tpm'
import { DeviceTransport } from '@pericard/tpm/adapters/device'
import { SocketTransport } from '@pericard/tpm/adapters/socket'
import { type MonotonicCounter, type SecretKey, secretKey } from '@pericard/vault'
import { UpdateError } from '../errors.ts'
import { FileCounter, FileStore } from './files.ts'

export interface UpdateAnchor {
  readonly key: SecretKey
  readonly counter: MonotonicCounter
}

/** NV index of the updater's counter, beside those of the keeper. */
const counterIndex = 0x0185_0130
const keyBytes = 32
const secretBytes = 48
const keyFile = 'key'

/**
 * Opens key and counter, or makes them in the factory.
 *
 * The key is bound to this TPM but to no PCRs: each update changes those, and would lock the updater out of its own state.
 *
 * @throws {UpdateError} `UPDATE_STATE_MISSING` where there are none
 */
export async function openAnchor(folder: string, tpm: string | false, make = false): Promise<UpdateAnchor> {
  const store = new FileStore(folder)
  if (make && !existsSync(join(folder, keyFile))) {
    const secret = new Uint8Array(randomBytes(secretBytes))
    const kept = tpm === false ? secret : await using(tpm, (open) => sealToPcrs(open, { secret, pcrs: [] }))
    await store.write(keyFile, kept)
  }
  const kept = await store.read(keyFile)
  if (kept === undefined)
    throw new UpdateError(
      'UPDATE_STATE_MISSING',
      `There is no key in ${folder}: run "pericard update provision"`,
    )
  const secret = tpm === false ? kept : await using(tpm, (open) => unsealFromPcrs(open, kept))
  if (secret.length !== secretBytes)
    throw new UpdateError(
      'UPDATE_STATE_FORGED',
      `The key in ${folder} has ${secret.length} bytes, wanted ${secretBytes}`,
    )
  const auth = secret.slice(keyBytes)
  const key = secretKey(secret.slice(0, keyBytes))
  if (tpm === false) return { key, counter: new FileCounter(join(folder, 'counter')) }
  const counter = {
    read: () => using(tpm, (open) => new NvCounter(open, counterIndex, auth).read()),
    increment: () => using(tpm, (open) => new NvCounter(open, counterIndex, auth).increment()),
  }
  return { key, counter }
}

/** Opened for each use: an emulator serves one client at a time. */
async function using<T>(path: string, work: (tpm: Tpm) => Promise<T>): Promise<T> {
  const isSocket = statSync(path, { throwIfNoEntry: false })?.isSocket() === true
  const tpm = new Tpm(isSocket ? await SocketTransport.open({ path }) : await DeviceTransport.open(path))
  try {
    return await work(tpm)
  } finally {
    await tpm.close()
  }
}
