/** Which ports the server listens on, and how its addresses are written. */
import { isIPv6 } from 'node:net'
import { utf8 } from '@pericard/base'
import { readJson } from './context.ts'
import type { Store } from './ports/store.ts'

export interface Ports {
  readonly console: number
  readonly device: number
  readonly enrol: number
}

/**
 * Puts the ports of the last start where 0 is asked for: devices and operators keep addresses, so a free port is chosen once
 * and not at each start.
 */
export async function withRemembered(store: Store, asked: Ports): Promise<Ports> {
  const kept = await store.transact((transaction) => transaction.get('settings', 'ports'))
  const last = kept === undefined ? asked : readJson<Ports>(kept)
  return {
    console: asked.console || last.console,
    device: asked.device || last.device,
    enrol: asked.enrol || last.enrol,
  }
}

/** Keeps the ports for the next start. */
export async function rememberPorts(store: Store, ports: Ports): Promise<void> {
  await store.transact((transaction) => transaction.put('settings', 'ports', utf8(JSON.stringify(ports))))
}

/** `https://<name>:<port>`, an IPv6 address in brackets (RFC 3986, 3.2.2). */
export function urlOf(name: string, port: number): string {
  return `https://${isIPv6(name) ? `[${name}]` : name}:${port}`
}
