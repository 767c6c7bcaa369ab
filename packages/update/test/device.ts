/** A device with two slots, whose boot loader is `decideBoot`. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@pericard/base'
import { type SecretKey, secretKey } from '@pericard/vault'
import { FileCounter, FileSlots, FileStore, parseBoot } from '../src/adapters/files.ts'
import {
  AnchoredState,
  decideBoot,
  type DeviceHooks,
  type SlotName,
  Updater,
  type UpdaterOptions,
  type Way,
} from '../src/index.ts'

export interface DeviceOptions {
  readonly ways?: readonly Way[]
  readonly hooks?: Partial<DeviceHooks>
  readonly clock?: Clock
  readonly uptime?: UpdaterOptions['uptime']
  readonly deviceId?: string
  /** Wraps what the updater is given, to break it. */
  readonly wrap?: (options: UpdaterOptions) => UpdaterOptions
}

export class TestDevice {
  readonly folder: string

  constructor(folder: string = mkdtempSync(join(tmpdir(), 'pericard-device-'))) {
    this.folder = folder
  }

  get key(): SecretKey {
    return secretKey(new Uint8Array(createHash('sha256').update('the key of this test device').digest()))
  }

  async provision(repository: string, installed = 1): Promise<this> {
    for (const name of ['state', 'tmp']) mkdirSync(join(this.folder, name))
    writeFileSync(this.slot('a'), `image ${installed}`)
    writeFileSync(join(this.folder, 'booted'), 'a')
    await AnchoredState.provision(this.store, this.counter, this.key, {
      root: readFileSync(join(repository, 'metadata/1.root.json'), 'utf8'),
      trust: readFileSync(join(repository, 'trust/1.trust.json'), 'utf8'),
      installed: { controller: installed },
    })
    return this
  }

  get store(): FileStore {
    return new FileStore(join(this.folder, 'state'))
  }

  get counter(): FileCounter {
    return new FileCounter(join(this.folder, 'counter'))
  }

  slot(name: SlotName): string {
    return join(this.folder, `slot-${name}`)
  }

  get booted(): SlotName {
    return readFileSync(join(this.folder, 'booted'), 'utf8') === 'b' ? 'b' : 'a'
  }

  /** What stands in the slot that was started last. */
  running(): Uint8Array {
    return readFileSync(this.slot(this.booted))
  }

  /** A start of the machine. */
  reboot(): SlotName {
    const path = join(this.folder, 'boot.json')
    if (!existsSync(path)) return this.booted
    const { slot, next } = decideBoot(parseBoot(readFileSync(path)))
    writeFileSync(path, JSON.stringify(next))
    writeFileSync(join(this.folder, 'booted'), slot)
    return slot
  }

  options({
    ways = ['remote'],
    hooks = {},
    clock,
    uptime,
    deviceId = 'PUMP-0001',
  }: DeviceOptions = {}): UpdaterOptions {
    const [a, b] = [this.slot('a'), this.slot('b')]
    const slots = new FileSlots({ a, b, boot: join(this.folder, 'boot.json'), booted: this.booted })
    return {
      deviceId,
      components: { controller: { slots, ways } },
      store: this.store,
      counter: this.counter,
      key: this.key,
      hooks: {
        mayInstall: () => Promise.resolve(true),
        healthy: () => Promise.resolve(true),
        dataFormat: () => Promise.resolve(1),
        ...hooks,
      },
      uptime: uptime ?? { bootId: 'first', now: () => 0 },
      ...(clock === undefined ? {} : { clock }),
      folder: join(this.folder, 'tmp'),
    }
  }

  updater(options: DeviceOptions = {}): Promise<Updater> {
    const made = this.options(options)
    return Updater.open(options.wrap?.(made) ?? made)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}
