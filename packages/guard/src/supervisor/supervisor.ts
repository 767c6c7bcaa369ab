import { createHash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CriticalFunction, DeviceFile } from '@pericard/model'
import { assert } from '@pericard/base'
import type { DeviceConfig } from '@pericard/update'
import { lockDevice } from '@pericard/update/adapters/device'
import { askProgram } from '@pericard/update/adapters/programs'
import type { Message } from '../channel.ts'
import type { CommandRequest } from '../envelope.ts'
import { GuardError } from '../errors.ts'
import type { CommandAnswer, GateEvent, GateStatus } from '../gate/gate.ts'
import { historyPath, installHistory } from '../gate/history-file.ts'
import { type GateLink, openGate } from '../gate/link.ts'
import { programsOf } from '../gate/wire.ts'
import type { SandboxProfile } from '../sandbox.ts'
import { type Layer, usableLayers } from '../sandbox/layers.ts'
import { type ChildName, GuardChild } from './child.ts'
import {
  childMain,
  childProfile,
  gateFolder,
  groupName,
  relayFolder,
  relaySocket,
  updaterProfile,
} from './profiles.ts'
import { routeOf } from './routes.ts'
import { startConfig } from './starts.ts'
import { Unroutable } from './unroutable.ts'
import { Updates, type UpdatesOptions } from './updates.ts'

/** Between two looks after the gate, in milliseconds. */
const gateLookEvery = 1_000

export interface GuardOptions {
  readonly file: DeviceFile
  /** The text that `file` was parsed from, and its includes by path. */
  readonly text: string
  readonly includes: Readonly<Record<string, string>>
  /** Absolute path of the folder that holds the device file; programs are named relative to it. */
  readonly folder: string
  readonly dataDir: string
  /** `<device.id>:<serial>` */
  readonly device: string
  readonly passphrase?: string
  /** `/dev/tpmrm0`, or the socket of an emulator. */
  readonly tpm?: string
  readonly oneTimeCode?: string
  readonly fleet: { readonly deviceUrl: string; readonly enrolUrl: string; readonly fleetRoot: string }
  /**
   * Absolute path of a program that runs in the courier's place and in its sandbox, as if the courier had been taken over: without Node's
   * permission model, which native code need not heed. For demonstrations and tests of isolation alone: no command line and no file sets it.
   */
  readonly takenOverCourier?: string
  /** The same for the updater. */
  readonly takenOverUpdater?: string
  /** Slots and mirror; without it no updater runs. */
  readonly update?: { readonly config: DeviceConfig; readonly url: string }
  readonly onStatus: (who: string, status: string, detail: string) => void
  /** The guard cannot go on: wrong passphrase, broken store. */
  readonly onFatal: (code: string, message: string) => void
}

/** Starts the guard of a device. @throws {GuardError} `GUARD_BWRAP_MISSING`, `GUARD_LAYER_MISSING`, `GUARD_GATE_GONE`, `GUARD_PROGRAM_UNKNOWN`; UpdateError `UPDATE_BUSY` */
export async function startGuard(options: GuardOptions): Promise<Guard> {
  const layers = usableLayers(options.file.accepted)
  const folders = options.file.functions.map(({ id }) => gateFolder(options.dataDir, id))
  for (const folder of [
    ...['run', 'gate'].map((name) => join(options.dataDir, name)),
    relayFolder(options.dataDir),
    ...folders,
  ])
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (options.update !== undefined) {
    // For as long as this process lives: `pericard update apply` beside it would write the same slot.
    await lockDevice(options.update.config.folder)
  }
  // Only with the data folder itself: one that is missing later went with the power, or was taken away, and holds its function.
  if (!existsSync(join(options.dataDir, 'vault.db')))
    for (const fn of options.file.functions) {
      const path = historyPath(options.dataDir, fn.id)
      if (!existsSync(path)) installHistory(fn, path)
    }
  const guard = new Guard(options, layers)
  await guard.start()
  return guard
}

/** The supervisor: starts the others, starts them again, passes on what they may say. It holds no key and opens no store. */
export class Guard {
  readonly #options: GuardOptions
  readonly #layers: readonly Layer[]
  readonly #children = new Map<ChildName, GuardChild>()
  readonly #gates = new Map<string, GateLink>()
  readonly #unroutable = {
    keeper: new Unroutable(),
    courier: new Unroutable(),
    'local-api': new Unroutable(),
    updater: new Unroutable(),
    relay: new Unroutable(),
  }
  readonly #updates: Updates
  /** Functions that ran before this supervisor did. */
  readonly #adopted = new Set<string>()
  #look: NodeJS.Timeout | undefined
  #stopping = false

  constructor(options: GuardOptions, layers: readonly Layer[]) {
    this.#options = options
    this.#layers = layers
    this.#updates = new Updates({
      file: options.file,
      gates: () => this.#statuses(),
      answer: (message) => this.#children.get('updater')?.send(message),
      ...confirmOf(options),
      log: (level, event, detail) => {
        this.#children.get('keeper')?.send({ to: 'keeper', type: 'update', level, event, detail })
        options.onStatus('updater', event, JSON.stringify(detail))
      },
    })
  }

  /** The gate first: the patient does not wait for keys, network or log. */
  async start(): Promise<void> {
    for (const fn of this.#options.file.functions) await this.#openGate(fn)
    for (const name of ['keeper', 'courier', 'local-api'] as const) this.#startChild(name)
    if (this.#options.update !== undefined)
      for (const name of ['relay', 'updater'] as const) this.#startChild(name)
    this.#look = setInterval(() => void this.#lookAfterGates(), gateLookEvery)
  }

  /** Brings the functions to their safe state and ends everything. */
  async stop(): Promise<void> {
    await this.#end([...this.#gates.values()])
  }

  /**
   * Ends everything because of what cannot be used: a wrong passphrase, a broken store. A function that ran before goes on under
   * its gate: whoever spoils a file must not be able to stop a therapy with it.
   */
  async giveUp(): Promise<void> {
    const own = [...this.#gates].filter(([id]) => !this.#adopted.has(id))
    await this.#end(own.map(([, link]) => link))
  }

  async #end(gates: readonly GateLink[]): Promise<void> {
    this.#stopping = true
    clearInterval(this.#look)
    for (const link of gates) await link.shutdown().catch(() => undefined)
    for (const name of ['updater', 'relay', 'local-api', 'courier', 'keeper'] as const)
      await this.#children.get(name)?.stop()
  }

  #startChild(name: ChildName): void {
    const { takenOverCourier, takenOverUpdater } = this.#options
    const taken = name === 'courier' ? takenOverCourier : name === 'updater' ? takenOverUpdater : undefined
    const profile = this.#profileOf(name)
    if (taken !== undefined) this.#options.onStatus(name, 'taken-over-on-purpose', taken)
    const child = new GuardChild({
      name,
      main: taken ?? childMain(name),
      trusted: taken === undefined,
      profile: taken === undefined ? profile : { ...profile, readOnly: [...profile.readOnly, taken] },
      layers: this.#layers,
      ...(name === 'relay' ? { listensAt: relaySocket(this.#options.dataDir) } : {}),
      onStart: (started) => this.#tell(name, started),
      onMessage: (from, message) => this.#onMessage(from, message),
      onEnd: (ended, how) => {
        this.#options.onStatus(ended, 'ended', `${how}; starting it again`)
        this.#log('error', 'process-ended', { process: ended, how })
      },
    })
    this.#children.set(name, child)
  }

  #profileOf(name: ChildName): SandboxProfile {
    const { dataDir, tpm, update } = this.#options
    if (name !== 'updater') return childProfile(name, dataDir, tpm)
    assert(update !== undefined, 'an updater runs only with its configuration')
    return updaterProfile(dataDir, update.config)
  }

  #tell(name: ChildName, child: GuardChild): void {
    this.#unroutable[name].reset()
    if (name === 'updater') this.#updates.reset()
    child.send({ type: 'start', config: startConfig(name, this.#options) })
    if (name === 'courier') this.#children.get('keeper')?.send({ type: 'courier-started' })
  }

  #onMessage(from: ChildName, message: Message): void {
    const to = routeOf(from, message.to, message.type)
    if (to === undefined) {
      const what = this.#unroutable[from].next()
      if (what === 'log') this.#dropped(from)
      if (what === 'end') this.#children.get(from)?.kill()
      return
    }
    if (to === 'supervisor') this.#onReport(from, message)
    else if (to === 'gate') void this.#command(message)
    else if (this.#children.get(to)?.send(message) !== true)
      this.#options.onStatus(to, 'busy', 'a message was dropped')
  }

  #dropped(from: ChildName): void {
    this.#options.onStatus(from, 'message-dropped', 'it said what it may not')
    this.#log('security', 'message-dropped', { from })
  }

  #onReport(from: ChildName, report: Message): void {
    const { type, status, detail, code, message } = report
    if (from === 'updater') void this.#updates.onMessage(report)
    else if (type === 'fatal') this.#options.onFatal(textOf(code), textOf(message))
    else this.#options.onStatus(from, textOf(status), textOf(detail))
  }

  #statuses(): Promise<readonly (GateStatus | undefined)[]> {
    const links = this.#options.file.functions.map(({ id }) => this.#gates.get(id))
    return Promise.all(links.map(async (link) => link?.status().catch(() => undefined)))
  }

  async #command({ id, function: name, request }: Message): Promise<void> {
    const link = this.#gates.get(textOf(name))
    const down = {
      accepted: false,
      code: 'GATE_FUNCTION_DOWN',
      message: 'the gate is not there; it is being started',
    }
    const answer: CommandAnswer | typeof down =
      link === undefined ? down : await link.command(request as CommandRequest).catch(() => down)
    this.#children.get('local-api')?.send({ to: 'local-api', type: 'commanded', id, answer })
  }

  async #openGate(fn: CriticalFunction): Promise<void> {
    if (fn.program === undefined) {
      throw new GuardError(
        'GUARD_PROGRAM_UNKNOWN',
        `Cannot run "${fn.id}": the device file names no program for it`,
      )
    }
    const { text, folder, dataDir } = this.#options
    const configuration = {
      deviceFile: createHash('sha256').update(text).digest('hex'),
      device: this.#options.file.device.id,
      function: fn,
      ...programsOf(fn, folder),
      socket: join(gateFolder(dataDir, fn.id), 'gate.sock'),
      history: historyPath(dataDir, fn.id),
      group: groupName(dataDir, `gate-${fn.id}`),
      layers: this.#layers,
    }
    const { link, adopted } = await openGate(configuration, (event) => this.#onGateEvent(fn, event))
    this.#gates.set(fn.id, link)
    if (adopted) this.#adopted.add(fn.id)
    this.#options.onStatus('gate', adopted ? 'taken-over' : 'started', fn.id)
  }

  #onGateEvent(fn: CriticalFunction, { level, event, detail }: GateEvent): void {
    this.#log(level, event, { function: fn.id, ...detail })
    if (event !== 'command-accepted') this.#options.onStatus('gate', event, JSON.stringify(detail))
  }

  /** A gate that is gone is opened again; a new one starts from its safe state. */
  async #lookAfterGates(): Promise<void> {
    for (const fn of this.#options.file.functions) {
      const alive = await this.#gates
        .get(fn.id)
        ?.status()
        .catch(() => undefined)
      if (alive !== undefined || this.#stopping) continue
      this.#log('alarm', 'gate-gone', { function: fn.id })
      await this.#openGate(fn).catch((error: unknown) => {
        this.#options.onStatus('gate', 'gone', error instanceof GuardError ? error.code : 'failed')
      })
    }
  }

  #log(level: string, event: string, detail: Readonly<Record<string, string | number>>): void {
    this.#children.get('keeper')?.send({ to: 'keeper', type: 'log', entry: { level, event, detail } })
  }
}

/** The program by which a person at the device says yes, run where the maker put it. */
function confirmOf({ update }: GuardOptions): Partial<Pick<UpdatesOptions, 'confirm'>> {
  const program = update?.config.confirmAtDevice
  return program === undefined ? {} : { confirm: (about) => askProgram(program, about) }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
