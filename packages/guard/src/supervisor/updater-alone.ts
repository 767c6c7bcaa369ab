import { mkdirSync } from 'node:fs'
import type { DeviceFile } from '@pericard/model'
import type { DeviceConfig } from '@pericard/update'
import { lockDevice } from '@pericard/update/adapters/device'
import type { GateStatus } from '../gate/gate.ts'
import { usableLayers } from '../sandbox/layers.ts'
import { GuardChild } from './child.ts'
import { childMain, childProfile, relayFolder, relaySocket, updaterProfile } from './profiles.ts'
import { relayConfig, updaterConfig } from './starts.ts'
import { Updates } from './updates.ts'

export interface UpdaterAloneOptions {
  readonly file: DeviceFile
  /** Holds nothing but the relay's socket. */
  readonly dataDir: string
  readonly update: { readonly config: DeviceConfig; readonly url: string }
  readonly onEvent: (event: string, detail: Readonly<Record<string, string | number>>) => void
}

/**
 * The updater and its relay in their sandboxes, without the rest of the guard and with functions that are always idle and well: for attacks
 * on updates, in which a function that says "not now" would hide what the updater itself would have taken.
 *
 * @returns what ends them
 * @throws {GuardError} `GUARD_BWRAP_MISSING`, `GUARD_LAYER_MISSING`; UpdateError `UPDATE_BUSY`
 */
export async function startUpdaterAlone(options: UpdaterAloneOptions): Promise<() => Promise<void>> {
  const { file, dataDir, update, onEvent } = options
  const layers = usableLayers(file.accepted)
  mkdirSync(relayFolder(dataDir), { recursive: true, mode: 0o700 })
  const unlock = await lockDevice(update.config.folder)
  const relay = new GuardChild({
    ...{ name: 'relay', main: childMain('relay'), profile: childProfile('relay', dataDir), layers },
    listensAt: relaySocket(dataDir),
    onStart: (started) => started.send({ type: 'start', config: relayConfig(update) }),
    ...{ onMessage: () => undefined, onEnd: () => undefined },
  })
  const updates = new Updates({
    ...{ file, gates: () => Promise.resolve(file.functions.map(idle)) },
    answer: (message) => updater.send(message),
    log: (_, event, detail) => onEvent(event, detail),
  })
  const updater: GuardChild = new GuardChild({
    ...{
      name: 'updater',
      main: childMain('updater'),
      profile: updaterProfile(dataDir, update.config),
      layers,
    },
    onStart: (started) => started.send({ type: 'start', config: updaterConfig(options) }),
    onMessage: (_, message) => void updates.onMessage(message),
    onEnd: () => updates.reset(),
  })
  return async () => {
    await Promise.all([updater.stop(), relay.stop()])
    unlock()
  }
}

function idle({ id, envelope }: DeviceFile['functions'][number]): GateStatus {
  return {
    function: id,
    mode: envelope.initialState,
    alive: true,
    heartbeats: 1,
    starts: 1,
    staysSafe: false,
    runs: 'program',
  }
}
