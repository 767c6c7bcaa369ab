/** Support sessions as the keeper holds them: its vault says who may approve, its log has every command, its clock runs whatever is set. */
import { statfsSync, statSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import type { DeviceFile } from '@pericard/model'
import type { Channel } from '../channel.ts'
import { takeAsks } from '../support/asks.ts'
import type { SupportSources } from '../support/commands.ts'
import { SupportDesk } from '../support/desk.ts'
import { lockReport } from '../support/locked.ts'
import type { DeviceLog } from './device-log.ts'
import type { FleetEvents } from './fleet-events.ts'
import type { OpenVault } from './open-vault.ts'
import { codeOf } from './records.ts'
import type { Say } from './say.ts'
import type { KeeperState } from './state.ts'

/** Between two looks for requests and for the end of a session, in milliseconds. */
const lookEvery = 1_000

/** What the fleet is told of. */
const toFleet = new Set(['support-opened', 'support-ended', 'support-refused'])

export interface SupportOptions {
  readonly file: DeviceFile
  readonly dataDir: string
  readonly device: string
  readonly channel: Channel
  readonly state: KeeperState
  readonly log: DeviceLog
  readonly say: Say
  readonly open: () => OpenVault | undefined
  /** Error code of the last try to unlock. */
  readonly trouble: () => string | undefined
  readonly events: FleetEvents
}

export class Support {
  readonly #options: SupportOptions
  readonly #desk: SupportDesk
  #busy = false

  constructor(options: SupportOptions) {
    const { file, device, channel, say, open, events } = options
    this.#options = options
    this.#desk = new SupportDesk({
      ...{ file, device, custody: () => open()?.custody, sources: sourcesOf(options) },
      locked: () => (open() === undefined ? lockReport('unlocking', whyOf(options)) : undefined),
      // Counts while the machine sleeps, too.
      uptime: { now: () => uptime() * 1000 },
      log: (event, detail) => {
        say.security(event, detail)
        // Who and why stays on the device; a refusal is its code.
        if (toFleet.has(event)) events.add(event, event === 'support-refused' ? detail : '')
      },
      interfaces: (opened, milliseconds) =>
        channel.send({ to: 'local-api', type: 'dormant', open: opened, milliseconds }),
    })
  }

  /** From now on for as long as the process lives. */
  start(): void {
    setInterval(() => void this.#look(), lookEvery)
  }

  async #look(): Promise<void> {
    const { dataDir, say } = this.#options
    this.#desk.tick()
    if (this.#busy) return
    this.#busy = true
    try {
      await takeAsks(dataDir, (ask) => this.#desk.answer(ask))
    } catch (error) {
      say.status('waiting', `support: ${codeOf(error)}`)
    } finally {
      this.#busy = false
    }
  }
}

function whyOf({ trouble, state }: SupportOptions): string {
  return trouble() ?? (state.identity === undefined ? 'NOT_ENROLLED' : 'NOT_TRIED_YET')
}

function sourcesOf({ dataDir, state, log, say, open }: SupportOptions): SupportSources {
  return {
    status: () => ({
      vault: open() === undefined ? 'locked' : 'open',
      enrolled: state.identity !== undefined,
      starts: state.counter('boot-epoch'),
      uptimeSeconds: Math.floor(uptime()),
    }),
    storage: () => {
      const { bavail, bsize } = statfsSync(dataDir)
      const files = ['vault.db', 'vault.db-wal'].map((name) =>
        statSync(join(dataDir, name), { throwIfNoEntry: false }),
      )
      const storeBytes = files.reduce((sum, file) => sum + (file?.size ?? 0), 0)
      return { storeBytes, freeBytes: bavail * bsize }
    },
    events: () => ({ lines: log.head.sequence, sinceStart: Object.fromEntries(say.counts) }),
    'log-check': async () => {
      const { fault, lines, clockSetBack } = await log.verify()
      return { intact: fault === undefined, lines, clockSetBack: clockSetBack.times }
    },
  }
}
