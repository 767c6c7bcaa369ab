import { randomInt } from 'node:crypto'
import { type Clock, utf8 } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import type { Vault } from '@pericard/vault'

/**
 * Plants a canary in each item of patient data that is carried as FHIR, one a day: an Observation of nobody that nothing on the device
 * has a reason to open. Whoever dumps the records through the keeper opens it too, and that is logged at once.
 */
export function plantCanaries(file: DeviceFile, vault: Vault, clock: Clock): void {
  const at = clock.now()
  const items = file.data.filter(
    ({ kind, fhir, keep }) => kind === 'phi' && fhir.length > 0 && keep !== undefined,
  )
  for (const { id } of items)
    if (!vault.hasCanary(id, at))
      vault.plantCanary({ data: id, at, bytes: utf8(JSON.stringify(invented(at))) })
}

/** A heart rate as any other. */
function invented(at: number): object {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }] },
    effectiveDateTime: new Date(at).toISOString(),
    valueQuantity: { value: randomInt(55, 100), unit: 'beats/minute' },
  }
}
