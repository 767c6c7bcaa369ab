/** The updater of the device that a configuration file describes. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { systemClock, utf8 } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import {
  AnchoredState,
  type DeviceConfig,
  type DeviceHooks,
  parseDeviceConfig,
  type Program,
  type Release,
  type SlotName,
  Updater,
  UpdateError,
  type Uptime,
  type Way,
} from '@pericard/update'
import { FileSlots, FileStore, replaceFile } from '@pericard/update/adapters/files'
import { readDeviceFile, readText, renderIssues } from '../device-file.ts'
import { openAnchor } from './anchor.ts'

/** Longest time that a program of the maker may take to answer, in milliseconds; a person may take it all. */
const answerMs = 120_000

export interface UpdateDevice {
  readonly config: DeviceConfig
  readonly updater: Updater
}

/** Reads a configuration and makes its paths absolute. @throws {UpdateError} `UPDATE_FORMAT` */
export function readConfig(path: string): DeviceConfig {
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

/** Opens the updater, which no other process has open. @throws {UpdateError} `UPDATE_BUSY` and what `Updater.open` throws */
export async function openUpdater(path: string, clockVouched = false): Promise<UpdateDevice> {
  const config = readConfig(path)
  await lock(config.folder)
  const { key, counter } = await openAnchor(config.folder, config.tpm)
  const temporary = join(config.folder, 'tmp')
  // What a cut of power left there; the lock says that nobody works in it.
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(temporary, { recursive: true, mode: 0o700 })
  const booted = bootedSlot(config.bootedFrom)
  const file = deviceFileOf(config)
  const components = Object.entries(config.components).map(([id, { a, b, boot }]) => [
    id,
    { slots: new FileSlots({ a, b, boot, booted }), ways: waysOf(file, id) },
  ])
  const updater = await Updater.open({
    deviceId: config.deviceId,
    components: Object.fromEntries(components),
    store: new FileStore(config.folder),
    counter,
    key,
    hooks: hooksOf(config),
    uptime: machineUptime(),
    ...(clockVouched ? { clock: systemClock } : {}),
    folder: temporary,
  })
  return { config, updater }
}

/** Gives a device its root of trust, in the factory. */
export async function provisionDevice(
  path: string,
  first: {
    readonly root: string
    readonly trust: string
    readonly installed: Readonly<Record<string, number>>
  },
): Promise<void> {
  const config = readConfig(path)
  deviceFileOf(config)
  mkdirSync(config.folder, { recursive: true, mode: 0o700 })
  await lock(config.folder)
  const { key, counter } = await openAnchor(config.folder, config.tpm, true)
  await AnchoredState.provision(new FileStore(config.folder), counter, key, {
    root: readText(first.root),
    trust: readText(first.trust),
    installed: first.installed,
  })
  const active = bootedSlot(config.bootedFrom)
  for (const { boot } of Object.values(config.components))
    if (!existsSync(boot)) await replaceFile(boot, utf8(`${JSON.stringify({ v: 1, active })}\n`))
}

/** A socket in the abstract namespace: it is gone with the process, however that ends. */
async function lock(folder: string): Promise<void> {
  const name = createHash('sha256').update(folder).digest('hex')
  const server = createServer()
  await new Promise<void>((done, refuse) => {
    server.once('error', () =>
      refuse(new UpdateError('UPDATE_BUSY', `Another process updates the device of ${folder}; wait for it`)),
    )
    server.listen(`\0pericard-update-${name}`, done)
  })
  server.unref()
}

function deviceFileOf(config: DeviceConfig): DeviceFile {
  const parsed = readDeviceFile(config.deviceFile)
  if (parsed.ok) return parsed.file
  throw new Error(`the device file cannot be used:\n${renderIssues(parsed.issues)}`)
}

function waysOf(file: DeviceFile, component: string): Way[] {
  return file.updates.filter(({ components }) => components.includes(component)).map(({ way }) => way)
}

function bootedSlot(path: string): SlotName {
  const slot = /\bpericard\.slot=([ab])\b/.exec(readText(path))?.[1]
  if (slot === 'a' || slot === 'b') return slot
  throw new Error(`${path}: does not say which slot was started; wanted pericard.slot=a or pericard.slot=b`)
}

function machineUptime(): Uptime {
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return { bootId, now: () => Number(process.hrtime.bigint() / 1_000_000n) }
}

function hooksOf(config: DeviceConfig): DeviceHooks {
  const { mayInstall, healthy, confirmAtDevice } = config
  const about = ({ component, number, name }: Release): string[] => [component, `${number}`, name]
  return {
    mayInstall: (step, release) => answer(mayInstall, [step, ...about(release)]),
    healthy: (component) => answer(healthy, [component]),
    dataFormat: (component) => Promise.resolve(dataFormat(config, component)),
    ...(confirmAtDevice === undefined
      ? {}
      : { confirmedAtDevice: (release) => answer(confirmAtDevice, about(release)) }),
  }
}

function dataFormat(config: DeviceConfig, component: string): number {
  const path = config.components[component]?.dataFormat ?? ''
  const text = readText(path).trim()
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Error(`${path}: wanted the number of the data's format`)
}

/** Exit code 0 is yes. Anything else, a signal or no answer in time is no; a program that is not there is an error. */
function answer([program = '', ...first]: Program, more: readonly string[]): Promise<boolean> {
  return new Promise((done, refuse) => {
    execFile(program, [...first, ...more], { timeout: answerMs, killSignal: 'SIGKILL' }, (error) => {
      if (error !== null && typeof error.code === 'string')
        refuse(new Error(`Cannot ask ${program}: ${error.code}`))
      else done(error === null)
    })
  })
}
