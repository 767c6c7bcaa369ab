import { connect } from 'node:net'
import { join } from 'node:path'
import type { Interface } from '@pericard/model'
import { notRun, type Probe, type ProbeTarget, verdict } from '../probe.ts'

/** Longest wait for a connection, in milliseconds; on the device itself a port answers at once. */
const connectMs = 2_000

/** Knocks at the ports and sockets of dormant interfaces, as somebody who was granted nothing. A connection is a breach. */
export const dormantInterfaceOpen: Probe = {
  id: 'dormant-interface-open',
  version: '1',
  title: 'Dormant interface that is open',
  goal: 'Connect to an interface that is declared dormant, without a grant that opens it',
  kind: 'closed-interface',
  cwe: [749, 912],
  run: async (target) => {
    const did = 'tried to connect to the TCP port or the local socket of each dormant interface'
    const doors = target.deviceFile.interfaces.flatMap((each) => doorsOf(each, target))
    if (doors.length === 0)
      return notRun(
        did,
        'no dormant interface has a TCP port, or a local socket below a folder that was given',
      )
    const breaches: string[] = []
    for (const { id, name, to } of doors) if (await opens(to)) breaches.push(`${id}: ${name} answers`)
    return verdict(did, breaches, doors.length)
  },
}

interface Door {
  readonly id: string
  readonly name: string
  readonly to: { readonly path: string } | { readonly host: string; readonly port: number }
}

function doorsOf(
  { id, from, to, active, port = '' }: Interface,
  { deviceFile, runDir }: ProbeTarget,
): Door[] {
  const receiver = deviceFile.components.find((component) => component.id === to)
  if (active || receiver?.external === true) return []
  const number = /^(?:tcp[ /:]?)?(\d{1,5})(?:[ /]?tcp)?$/i.exec(port)?.[1]
  if (number !== undefined && Number(number) <= 65_535)
    return [{ id, name: `TCP port ${number}`, to: { host: '127.0.0.1', port: Number(number) } }]
  // A component that also has an active interface there has its socket for that one.
  const shared = deviceFile.interfaces.some((other) => other.active && other.from === from && other.to === to)
  if (receiver?.guard !== 'local-api' || shared || runDir === undefined) return []
  return [{ id, name: `${from}.sock`, to: { path: join(runDir, `${from}.sock`) } }]
}

function opens(to: Door['to']): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...to, timeout: connectMs })
    const end = (open: boolean): void => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => end(true))
    socket.once('timeout', () => end(false))
    socket.once('error', () => end(false))
  })
}
