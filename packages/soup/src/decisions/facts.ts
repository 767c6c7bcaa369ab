/** What a device file says of the use of a component: what an assessment of a vulnerability in it rests on. */
import type { Json } from '@pericard/base'
import type { DeviceFile, SoupItem } from '@pericard/model'
import type { SbomComponent } from '../sbom/types.ts'
import { itemOf } from '../item.ts'

/** The parts of a device file that are looked at. */
export type UseOf = Pick<DeviceFile, 'soup' | 'components' | 'interfaces'>

/**
 * The facts by the place that states them: the item's purpose and unused features, the components that it is built into, and their
 * interfaces with reach and controls. What has no item under `soup` has no facts.
 */
export function factsOf(file: UseOf, component: SbomComponent): Record<string, Json> {
  const item = itemOf(file, component)
  return item === undefined ? {} : factsOfItem(file, item)
}

function factsOfItem(file: UseOf, item: SoupItem): Record<string, Json> {
  const facts: Record<string, Json> = {
    [`soup/${item.id}`]: stated({ purpose: item.purpose, 'unused-features': item.unusedFeatures }),
  }
  const inside = new Set<string>()
  for (const part of file.components) {
    if (!part.soup.includes(item.id)) continue
    inside.add(part.id)
    facts[`components/${part.id}`] = stated({
      ...{ class: part.class, zone: part.zone, host: part.host, privileges: part.privileges },
      ...{ 'isolated-by': sorted(part.isolatedBy), 'debug-features': part.debugFeatures },
    })
  }
  for (const path of file.interfaces) {
    if (!inside.has(path.to) && !inside.has(path.from) && !path.parsedBy.includes(item.id)) continue
    facts[`interfaces/${path.id}`] = stated({
      ...{ from: path.from, to: path.to, protocol: path.protocol, reach: path.reach, active: path.active },
      ...{ authentication: sorted(path.authentication), validation: sorted(path.validation) },
      ...{ protection: sorted(path.protection), 'parsed-by': sorted(path.parsedBy), use: path.use },
      ...{ handles: sorted(path.handles), 'closed-by': sorted(path.closedBy) },
    })
  }
  return facts
}

function sorted(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : [...values].sort()
}

function stated(values: Readonly<Record<string, Json | undefined>>): Json {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  )
}
