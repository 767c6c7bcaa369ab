/** Entry point of the fleet server: chooses the adapters, starts, stops. */
import { resolve } from 'node:path'
import { systemClock } from '@pericard/base'
import { type Fleet, sqliteStore, startFleet } from '@pericard/fleet'

export interface FleetdOptions {
  readonly data: string
  /** Default `<data>.key`: beside the folder, never in it. */
  readonly masterKeyFile?: string
  readonly consolePort: number
  readonly devicePort: number
  readonly enrolPort: number
  readonly hostnames: readonly string[]
  readonly consoleDir?: string
  /** Who the link that is printed is for. */
  readonly operator?: string
}

/**
 * Runs the fleet server until SIGINT or SIGTERM. Prints its addresses and a one-time sign-in link. A parent that started it
 * with an IPC channel gets `{ready}` and, for each `{want: 'sign-in-link'}`, a `{link}`.
 */
export async function runFleetd(options: FleetdOptions): Promise<void> {
  const data = resolve(options.data)
  const fleet = await startFleet({
    store: sqliteStore(data),
    masterKeyFile: options.masterKeyFile ?? `${data}.key`,
    ports: { console: options.consolePort, device: options.devicePort, enrol: options.enrolPort },
    hostnames: options.hostnames,
    clock: systemClock,
    log: (line) => console.error(`fleet: ${line}`),
    ...(options.consoleDir === undefined ? {} : { consoleDir: options.consoleDir }),
  })
  const stopped = stopSignal()
  const { consoleUrl, deviceUrl, enrolUrl, fleetRoot } = fleet
  console.log(`device port   ${deviceUrl}\nenrol port    ${enrolUrl}\nconsole       ${consoleUrl}`)
  console.log(`sign in once, within 15 minutes:\n  ${await fleet.signInLink(options.operator)}`)
  process.send?.({ ready: { consoleUrl, deviceUrl, enrolUrl, fleetRoot } })
  process.on('message', (message) => void answer(fleet, message))
  await stopped
  await fleet.close()
  if (process.connected) process.disconnect()
}

async function answer(fleet: Fleet, message: unknown): Promise<void> {
  if ((message as { want?: unknown } | null)?.want !== 'sign-in-link') return
  process.send?.({ link: await fleet.signInLink() })
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
