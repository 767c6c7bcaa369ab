/** The updater of the device that a configuration file describes, asking the maker's programs. */
import { systemClock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import type { DeviceConfig, DeviceHooks, Program, Release, Updater, Way } from '@pericard/update'
import {
  lockDevice,
  openDeviceUpdater,
  provisionDevice,
  readDeviceConfig,
} from '@pericard/update/adapters/device'
import { askProgram } from '@pericard/update/adapters/programs'
import { readDeviceFile, readText, renderIssues } from '../device-file.ts'

export interface UpdateDevice {
  readonly config: DeviceConfig
  readonly updater: Updater
}

/** Opens the updater, which no other process has open. @throws {UpdateError} `UPDATE_BUSY` and what `Updater.open` throws */
export async function openUpdater(path: string, clockVouched = false): Promise<UpdateDevice> {
  const config = readDeviceConfig(path)
  await lockDevice(config.folder)
  const file = deviceFileOf(config)
  const updater = await openDeviceUpdater({
    config,
    ways: (component) => waysOf(file, component),
    hooks: hooksOf(config),
    ...(clockVouched ? { clock: systemClock } : {}),
  })
  return { config, updater }
}

/** Gives a device its root of trust, in the factory. */
export async function provision(
  path: string,
  first: {
    readonly root: string
    readonly trust: string
    readonly installed: Readonly<Record<string, number>>
  },
): Promise<void> {
  const config = readDeviceConfig(path)
  deviceFileOf(config)
  const { root, trust, installed } = first
  await provisionDevice(config, { root: readText(root), trust: readText(trust), installed })
}

function deviceFileOf(config: DeviceConfig): DeviceFile {
  const parsed = readDeviceFile(config.deviceFile)
  if (parsed.ok) return parsed.file
  throw new Error(`the device file cannot be used:\n${renderIssues(parsed.issues)}`)
}

function waysOf(file: DeviceFile, component: string): Way[] {
  return file.updates.filter(({ components }) => components.includes(component)).map(({ way }) => way)
}

function hooksOf(config: DeviceConfig): Omit<DeviceHooks, 'dataFormat'> {
  const { mayInstall, healthy, confirmAtDevice } = config
  const about = ({ component, number, name }: Release): string[] => [component, `${number}`, name]
  return {
    mayInstall: (step, release) => askProgram(given('mayInstall', mayInstall), [step, ...about(release)]),
    healthy: (component) => askProgram(given('healthy', healthy), [component]),
    ...(confirmAtDevice === undefined
      ? {}
      : { confirmedAtDevice: (release) => askProgram(confirmAtDevice, about(release)) }),
  }
}

function given(name: string, program: Program | undefined): Program {
  if (program !== undefined) return program
  throw new Error(
    `the update configuration names no program "${name}"; without one only the guard updates this device`,
  )
}
