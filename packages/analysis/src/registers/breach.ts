import type { DataItem, DeviceFile } from '@pericard/model'
import type { BreachEntry } from '../types.ts'
import { type Judged, likeliest, shortestPath, times } from './judged.ts'

/** 45 CFR 164.408(b): from here on the media and the Secretary are told without delay. */
const individualsToAnnounce = 500

/** The data breach register: one entry per PHI item and goal. Exploitability, never probability. */
export function breachRegister(file: DeviceFile, judged: readonly Judged[]): BreachEntry[] {
  return judged.flatMap((each): BreachEntry[] => {
    const { result } = each
    const item = file.data.find((data) => data.id === result.asset)
    const { goal } = result
    if (result.kind !== 'phi' || item === undefined) return []
    if (goal !== 'disclosed' && goal !== 'altered' && goal !== 'lost') return []
    const inFleet = times(item.records, file.device.fleetSize)
    return [
      {
        data: item.id,
        goal,
        depth: result.depth,
        elements: item.elements,
        why: item.why ?? 'not stated',
        encrypted: encryptionOf(file, item),
        actors: likeliest(each).map(({ id }) => id),
        shortestPath: shortestPath(result),
        recordsOnDevice: item.records ?? 'not stated',
        recordsInFleet: inFleet,
        fiveHundred: inFleet !== 'not stated' && inFleet >= individualsToAnnounce,
        factors: factorsOf(file, item, each),
      },
    ]
  })
}

function encryptionOf(file: DeviceFile, { at }: DataItem): string {
  const stores = file.components.filter(({ id, storage }) => at.includes(id) && storage !== undefined)
  if (stores.length === 0) return 'not stored'
  const stated = stores.map(({ id, storage }) => {
    const how = storage?.encryption ?? 'none'
    const lines =
      how === 'vault' ? 'sealed by the vault' : how === 'none' ? 'not encrypted' : how.join(' and ')
    return `${id}: ${lines}`
  })
  return stated.join('; ')
}

/** 45 CFR 164.402(2)(i)-(iv), as far as a device file can say. */
function factorsOf(file: DeviceFile, item: DataItem, each: Judged): BreachEntry['factors'] {
  const { result } = each
  const receivers = [...new Set(likeliest(each).map(({ receives }) => receives))]
  const keep =
    item.keep === undefined
      ? 'for a time that is not stated'
      : item.keep === 'forever'
        ? 'for ever'
        : `for at most ${Math.ceil(item.keep / 3_600_000)} h`
  return {
    natureAndExtent: `${item.elements.join(', ') || 'elements not stated'}, of ${item.records ?? 'an unstated number of'} data subjects, kept ${keep}`,
    whoReceives: receivers.length === 0 ? `nobody found with up to 3 failures` : receivers.join('; '),
    acquiredOrViewed:
      result.goal === 'disclosed'
        ? `${encryptionOf(file, item)}. Where the sealed log is whole, it shows every opening of a record`
        : 'not disclosed by this path alone',
    mitigation: mitigationOf(file),
  }
}

function mitigationOf(file: DeviceFile): string {
  const shares = file.keys.filter((key) => key.storedBy === 'fleet' && file.vault.unlock.includes(key.id))
  if (shares.length === 0) return 'no key share can be withheld after the loss of a device'
  return `withhold ${shares.map(({ id }) => id).join(' and ')}: a device reported stolen cannot open its store again`
}
