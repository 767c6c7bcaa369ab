import { join } from 'node:path'
import type { DeviceFile } from '@pericard/model'
import type { ChildName } from './child.ts'
import { relaySocket } from './profiles.ts'
import type { GuardOptions } from './supervisor.ts'

/** What each process is told first, and no more: the passphrase only the keeper, addresses only who connects to them. */
export function startConfig(name: ChildName, options: GuardOptions): unknown {
  const { text, includes, dataDir, device, passphrase, tpm, oneTimeCode, fleet, update } = options
  const file = { deviceFile: text, includes }
  switch (name) {
    case 'keeper':
      return { ...file, dataDir, device, ...given({ passphrase, tpm, oneTimeCode }) }
    case 'courier':
      return fleet
    case 'local-api':
      return { ...file, runDir: join(dataDir, 'run') }
    case 'relay':
      return relayConfig(update)
    case 'updater':
      return updaterConfig(options)
  }
}

/** What the relay is told: one server. */
export function relayConfig(update: GuardOptions['update']): unknown {
  return update === undefined ? undefined : mirrorOf(update.url)
}

/** What the updater is told. */
export function updaterConfig({
  update,
  dataDir,
  file,
}: Pick<GuardOptions, 'update' | 'dataDir' | 'file'>): unknown {
  return { update: update?.config, url: update?.url, relay: relaySocket(dataDir), ways: waysOf(file) }
}

/** The one server that the relay connects to. */
function mirrorOf(url: string): { readonly host: string; readonly port: number } {
  const { protocol, hostname, port } = new URL(url)
  const usual = protocol === 'https:' ? 443 : 80
  // An IPv6 address stands in brackets in a URL and nowhere else.
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? usual : Number(port) }
}

/** How updates of each component may come. */
function waysOf({ updates }: DeviceFile): Record<string, string[]> {
  const components = new Set(updates.flatMap(({ components: ids }) => ids))
  return Object.fromEntries(
    [...components].map((id) => [
      id,
      updates.filter(({ components: ids }) => ids.includes(id)).map(({ way }) => way),
    ]),
  )
}

/** Without what was not given: a message carries no undefined. */
function given(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
