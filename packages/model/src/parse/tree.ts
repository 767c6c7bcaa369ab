/** Plain values with, beside them, the place in the text of every entry. */
import type { Position } from '../types.ts'
import type { Source } from './source.ts'

export type Tree = null | boolean | number | string | Tree[] | TreeMap
export interface TreeMap {
  [key: string]: Tree
}

/** Where an entry of a map or list stands. In a list the key is the value. */
export interface Spot {
  readonly source: Source
  readonly key: number
  readonly value: number
}

/** Where a map or list and its entries stand. */
export interface Place {
  readonly self: Spot
  readonly entries: Map<string | number, Spot>
}

export type Places = WeakMap<object, Place>

export function isMap(value: Tree | undefined): value is TreeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a value is called in a message. */
export function kindOf(value: Tree | undefined): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  if (typeof value === 'string') return `the text ${quote(value)}`
  return typeof value === 'number' ? `the number ${value}` : `${value}`
}

/** A value from the file in a message: bounded, and with control characters made visible (CWE-117). */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text)
}

export function positionOf(spot: Spot, part: 'key' | 'value'): Position {
  return spot.source.position(spot[part])
}

/** Follows keys and indices from the root as far as the tree goes. */
export function follow(
  root: Tree,
  places: Places,
  keys: readonly PropertyKey[],
): { readonly value: Tree | undefined; readonly spot: Spot | undefined; readonly reached: number } {
  let value: Tree | undefined = root
  let spot = typeof root === 'object' && root !== null ? places.get(root)?.self : undefined
  for (const [reached, key] of keys.entries()) {
    if (typeof value !== 'object' || value === null || typeof key === 'symbol')
      return { value, spot, reached }
    const next: Spot | undefined = places.get(value)?.entries.get(key)
    if (next === undefined) return { value, spot, reached }
    spot = next
    value = (value as Record<string | number, Tree>)[key]
  }
  return { value, spot, reached: keys.length }
}
