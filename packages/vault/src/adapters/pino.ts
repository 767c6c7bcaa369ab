/**
 * Sealed logs for applications that log with pino: as a destination in the same thread, or as a transport in a worker. Nothing here
 * depends on pino; it has the shapes that pino 7 and later ask for.
 */
import type { KeyObject } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { Writable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { systemClock } from '@pericard/base'
import { keyBytes, SecretKey } from '../keys/key.ts'
import { VaultError } from '../errors.ts'
import { deviceLogKeys, type LogKeys, readerSeeds } from '../log/log-keys.ts'
import { SealedLog } from '../log/sealed-log.ts'
import { FileLogStore } from './files.ts'

/** Lines are durable after this many milliseconds at the latest, where nothing else is asked for. */
const flushEveryDefault = 1_000
/** A line without an end is cut here, in characters. */
const pendingMax = 256 * 1024

/** What `pino(options, destination)` writes to. */
export interface SealedDestination {
  write(line: string): void
  /** Makes durable what was logged. pino calls it after `fatal`. */
  flushSync(): void
  /** Makes durable and closes. */
  end(): void
}

export interface DestinationOptions {
  /** Milliseconds until a line is durable, at the latest; 0: only by `flushSync`, `end`, or with a full block. */
  readonly flushEvery?: number
}

/** Lets pino write to a sealed log that is open already. The log belongs to the destination: `end` closes it. */
export function sealedDestination(
  log: SealedLog,
  { flushEvery = flushEveryDefault }: DestinationOptions = {},
): SealedDestination {
  const flushQuietly = (): void => {
    try {
      log.flush()
    } catch {
      // Kept, and tried again: an application must not end because its log cannot be written.
    }
  }
  const timer = flushEvery > 0 ? setInterval(flushQuietly, flushEvery).unref() : undefined
  return {
    write: (line) => log.write(line),
    flushSync: () => log.flush(),
    end: () => {
      clearInterval(timer)
      log.close()
    },
  }
}

export interface SealedTransportOptions extends DestinationOptions {
  /** Where the log lies; made if need be. One process and one transport a folder. */
  readonly folder: string
  /** Secret key of 32 bytes. A `KeyObject` reaches the worker as one: its bytes are never in the options. */
  readonly key: KeyObject
  /** Public key (X25519 or ML-KEM-768) of who may read. With it the application cannot read its own log again, nor can a thief. */
  readonly reader?: KeyObject
  /** zstd; see `LogOptions.compress` for when not. */
  readonly compress?: boolean
}

/**
 * `pino.transport({ target: '@pericard/vault/adapters/pino', options: { folder, key } })`: seals in a worker thread, so that the
 * application never waits for the disk.
 *
 * @throws {VaultError} `VAULT_KEY_UNFIT` for a key that is none, `VAULT_LOG_BROKEN` for a log that was tampered with
 */
export default function sealedTransport(options: SealedTransportOptions): Writable {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const settings = { compress: options.compress === true }
  const log = SealedLog.open(new FileLogStore(options.folder), keysOf(options), systemClock, settings)
  const destination = sealedDestination(log, options)
  const decoder = new StringDecoder('utf8')
  let pending = ''
  return new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _encoding, done) => {
      const text = pending + decoder.write(chunk)
      const end = text.lastIndexOf('\n') + 1
      pending = text.slice(end)
      if (end > 0) destination.write(text.slice(0, end))
      if (pending.length > pendingMax) {
        destination.write(`${pending}\n`)
        pending = ''
      }
      done()
    },
    final: (done) => {
      if (pending !== '') destination.write(`${pending}\n`)
      try {
        destination.end()
        done()
      } catch (error) {
        done(error instanceof Error ? error : new Error('The log could not be closed'))
      }
    },
  })
}

function keysOf({ key, reader }: SealedTransportOptions): LogKeys {
  if (key?.type !== 'secret' || key.symmetricKeySize !== keyBytes)
    throw new VaultError(
      'VAULT_KEY_UNFIT',
      `The option "key" must be a secret KeyObject of ${keyBytes} bytes; make one with crypto.createSecretKey`,
    )
  const keys = deviceLogKeys(new SecretKey(key))
  return reader === undefined ? keys : { ...keys, seeds: readerSeeds(reader) }
}
