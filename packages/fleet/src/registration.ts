import { utf8 } from '@pericard/base'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import type { RegisterRequest } from '@pericard/protocol'
import { readJson } from './context.ts'
import { FleetError } from './error.ts'
import type { Transaction } from './ports/store.ts'

/** What a device was registered with. It lies apart from its record, which every Bundle writes anew. */
export type Registration = Pick<RegisterRequest, 'deviceFile' | 'includes' | 'sboms'>

export async function putRegistration(
  transaction: Transaction,
  id: string,
  kept: Registration,
): Promise<void> {
  const { deviceFile, includes, sboms } = kept
  await transaction.put('registrations', id, utf8(JSON.stringify({ deviceFile, includes, sboms })))
}

/** @throws {FleetError} `FLEET_NOT_FOUND` */
export async function registration(transaction: Transaction, id: string): Promise<Registration> {
  const value = await transaction.get('registrations', id)
  if (value === undefined) throw new FleetError('FLEET_NOT_FOUND', 'There is no such device')
  return readJson<Registration>(value)
}

/** The device file of a registered device. @throws {FleetError} `FLEET_STORE_BROKEN` */
export function parseRegistered(id: string, { deviceFile, includes }: Registration): DeviceFile {
  const texts = new Map(Object.entries(includes))
  const parsed = parseDeviceFile(deviceFile, { readInclude: (path) => texts.get(path) })
  if (parsed.ok) return parsed.file
  throw new FleetError('FLEET_STORE_BROKEN', `The device file of ${id} is no longer readable`)
}
