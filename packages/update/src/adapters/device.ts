/** The updater of a device, as its configuration describes it: files, slots, TPM. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { type Clock, utf8 } from '@pericard/base'
import { type DeviceConfig, parseDeviceConfig } from '../device-config.ts'
import { UpdateError } from '../errors.ts'
import type { Uptime } from '../grant.ts'
import type { DeviceHooks } from '../ports/device.ts'
import type { SlotName } from '../ports/slots.ts'
import type { Way } from '../ports/source.ts'
import { AnchoredState } from '../state.ts'
import { Updater } from '../updater.ts'
import { openAnchor } from './anchor.ts'
import { FileSlots, FileStore, replaceFile } from './files.ts'

export interface DeviceUpdaterOptions {
  readonly config: DeviceConfig
  /** How updates of a component may come, by the device file. */
  readonly ways: (component: string) => readonly Way[]
  /** What the device decides; the format of its data is in a file of the configuration. */
  readonly hooks: Omit<DeviceHooks, 'dataFormat'>
  /** Only a clock that someone vouches for. */
  readonly clock?: Clock
}

/** Opens the updater; the caller holds the device's lock. @throws {UpdateError} what `Updater.open` throws */
export async function openDeviceUpdater({
  config,
  ways,
  hooks,
  clock,
}: DeviceUpdaterOptions): Promise<Updater> {
  const { key, counter } = await openAnchor(config.folder, config.tpm)
  const temporary = join(config.folder, 'tmp')
  // What a cut of power left there; the lock says that nobody works in it.
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(temporary, { recursive: true, mode: 0o700 })
  const booted = bootedSlot(config.bootedFrom)
  const components = Object.entries(config.components).map(([id, { a, b, boot }]) => [
    id,
    { slots: new FileSlots({ a, b, boot, booted }), ways: ways(id) },
  ])
  return Updater.open({
    deviceId: config.deviceId,
    components: Object.fromEntries(components),
    store: new FileStore(config.folder),
    ...{ counter, key },
    hooks: { ...hooks, dataFormat: (component) => Promise.resolve(dataFormat(config, component)) },
    uptime: machineUptime(),
    ...(clock === undefined ? {} : { clock }),
    folder: temporary,
  })
}

/** Reads a configuration and makes its paths absolute. @throws {UpdateError} `UPDATE_FORMAT` */
export function readDeviceConfig(path: string): DeviceConfig {
  const config = parseDeviceConfig(new Uint8Array(readFileSync(path)))
  const at = (name: string): string => resolve(dirname(path), name)
  const components = Object.entries(config.components).map(([id, { a, b, boot, dataFormat }]) => [
    id,
    { a: at(a), b: at(b), boot: at(boot), dataFormat: at(dataFormat) },
  ])
  return {
    ...config,
    deviceFile: at(config.deviceFile),
    folder: at(config.folder),
    tpm: config.tpm === false ? false : at(config.tpm),
    bootedFrom: at(config.bootedFrom),
    components: Object.fromEntries(components),
  }
}

/** Gives a device its root of trust, in the factory. */
export async function provisionDevice(
  config: DeviceConfig,
  first: {
    /** Texts of the first root and the first trust document. */
    readonly root: string
    readonly trust: string
    readonly installed: Readonly<Record<string, number>>
  },
): Promise<void> {
  mkdirSync(config.folder, { recursive: true, mode: 0o700 })
  const unlock = await lockDevice(config.folder)
  try {
    const { key, counter } = await openAnchor(config.folder, config.tpm, true)
    await AnchoredState.provision(new FileStore(config.folder), counter, key, first)
    const active = bootedSlot(config.bootedFrom)
    for (const { boot } of Object.values(config.components))
      if (!existsSync(boot)) await replaceFile(boot, utf8(`${JSON.stringify({ v: 1, active })}\n`))
  } finally {
    unlock()
  }
}

/**
 * Keeps every other process from updating this device. A socket in the abstract namespace: it is gone with the process, however
 * that ends.
 *
 * @returns what gives it up before the end of the process
 * @throws {UpdateError} `UPDATE_BUSY`
 */
export async function lockDevice(folder: string): Promise<() => void> {
  const name = createHash('sha256').update(folder).digest('hex')
  const server = createServer()
  await new Promise<void>((done, refuse) => {
    server.once('error', () =>
      refuse(new UpdateError('UPDATE_BUSY', `Another process updates the device of ${folder}; wait for it`)),
    )
    server.listen(`\0pericard-update-${name}`, done)
  })
  server.unref()
  return () => void server.close()
}

function bootedSlot(path: string): SlotName {
  const slot = /\bpericard\.slot=([ab])\b/.exec(readFileSync(path, 'utf8'))?.[1]
  if (slot === 'a' || slot === 'b') return slot
  throw new Error(`${path}: does not say which slot was started; wanted pericard.slot=a or pericard.slot=b`)
}

function machineUptime(): Uptime {
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return { bootId, now: () => Number(process.hrtime.bigint() / 1_000_000n) }
}

function dataFormat(config: DeviceConfig, component: string): number {
  const path = config.components[component]?.dataFormat ?? ''
  const text = readFileSync(path, 'utf8').trim()
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Error(`${path}: wanted the number of the data's format`)
}
