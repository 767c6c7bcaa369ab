import { readFileSync } from 'node:fs'
import { postAsOperator } from '../fleet-session.ts'

export interface FleetOptions {
  readonly signIn: string
  readonly fleetRoot: string
}

/** Withdraws the identity of a device and the fleet's share of its key. */
export async function revoke(
  device: string,
  { signIn, fleetRoot, stolen }: FleetOptions & { readonly stolen?: true },
): Promise<void> {
  const path = `/api/devices/${encodeURIComponent(device)}/${stolen === true ? 'stolen' : 'revoke'}`
  const { status, text } = await postAsOperator(signIn, readFileSync(fleetRoot, 'utf8'), path)
  if (status === 200)
    return console.log(
      `${device} is ${stolen === true ? 'reported stolen' : 'revoked'}: it gets no share, and its certificate is refused`,
    )
  console.error(`Refused (${status}): ${text.slice(0, 200)}`)
  process.exitCode = 1
}

/** Has the fleet make another share; the device moves to it when it asks the next time. */
export async function rotateShare(device: string, { signIn, fleetRoot }: FleetOptions): Promise<void> {
  const path = `/api/devices/${encodeURIComponent(device)}/rotate-share`
  const { status, text } = await postAsOperator(signIn, readFileSync(fleetRoot, 'utf8'), path)
  if (status === 200)
    return console.log(
      `${device} moves to another share when it asks the next time, within six hours; the one before is destroyed then`,
    )
  console.error(`Refused (${status}): ${text.slice(0, 200)}`)
  process.exitCode = 1
}
