import type { Position } from '../types.ts'
import { isMap, type Places, positionOf, type Tree } from './tree.ts'

/** The path of `DeviceFile.positions`: keys as in the file, ids instead of indices, so that it survives reordering. */
export function pathOf(root: Tree, keys: readonly PropertyKey[]): string {
  const parts: string[] = []
  let value: Tree | undefined = root
  for (const key of keys) {
    const isEntry = Array.isArray(value)
    value =
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, Tree>)[key] : undefined
    // An entry that is no element with an id (a reference in a list) is addressed by its list.
    if (isEntry) parts.push(...(isMap(value) ? [nameOf(value, key)] : []))
    else parts.push(String(key))
  }
  return shortened(parts.join('.'))
}

/** SOUP items are `soup.<id>`, like the elements of the other sections. */
function shortened(path: string): string {
  return path.startsWith('soup.items.') ? path.replace('items.', '') : path
}

function nameOf(value: Tree, index: PropertyKey): string {
  const id = isMap(value) ? value['id'] : undefined
  return typeof id === 'string' ? id : String(index)
}

/** Positions of all elements and fields. An element stands where its text begins, a field where its key does. */
export function positionsOf(root: Tree, places: Places): ReadonlyMap<string, Position> {
  const positions = new Map<string, Position>()
  collect(root, '', places, positions)
  return positions
}

function collect(value: Tree, path: string, places: Places, positions: Map<string, Position>): void {
  if (typeof value !== 'object' || value === null) return
  const prefix = path === '' ? '' : `${path}.`
  for (const [key, spot] of places.get(value)?.entries ?? []) {
    const child = (value as Record<string | number, Tree>)[key] ?? null
    if (typeof key === 'number' && !isMap(child)) continue
    const name = prefix + (typeof key === 'number' ? nameOf(child, key) : key)
    positions.set(shortened(name), positionOf(spot, 'key'))
    collect(child, name, places, positions)
  }
}
