/** CVSS environmental metrics that follow from the device file: how much the assets of the component's hosts matter here. */
import type { DeviceFile, SoupItem } from '@pericard/model'
import { scoreCvss } from './cvss.ts'

/** What is looked at. */
export type UseOfData = Pick<DeviceFile, 'components' | 'data' | 'functions' | 'interfaces'>

/**
 * The vector with security requirements (CVSS 3.1, 2.4.1; 4.0, 4.1): confidentiality high where a component that is built from the item
 * holds or passes on patient data, integrity and availability high where it is or commands a critical function, and low where neither is
 * so. CVSS 2.0 and 3.0 vectors, and items that no component is built from, have none: the file says nothing about them.
 */
export function environmentalOf(
  vector: string,
  item: SoupItem | undefined,
  { components = [], data = [], functions = [], interfaces = [] }: Partial<UseOfData>,
): { environmental?: { readonly vector: string; readonly score: number } } {
  const inside = new Set(
    components.flatMap(({ id, soup }) => (item !== undefined && soup.includes(item.id) ? [id] : [])),
  )
  if (inside.size === 0 || !/^CVSS:(3\.1|4\.0)\//.test(vector) || /\/[CIA]R:/.test(vector)) return {}
  const phi = new Set(data.flatMap(({ id, kind }) => (kind === 'phi' ? [id] : [])))
  const touches = interfaces.filter(({ from, to }) => inside.has(from) || inside.has(to))
  const holdsPhi =
    data.some(({ kind, at }) => kind === 'phi' && at.some((place) => inside.has(place))) ||
    touches.some(({ carries }) => carries.some((each) => phi.has(each)))
  const commands =
    functions.some(({ component }) => inside.has(component)) ||
    touches.some((path) => path.commands.length > 0)
  const function_ = commands ? 'H' : 'L'
  const wanted = `${vector}/CR:${holdsPhi ? 'H' : 'L'}/IR:${function_}/AR:${function_}`
  const score = scoreCvss(wanted)
  return score === undefined ? {} : { environmental: { vector: wanted, score } }
}
