import { soupLimits } from '../limits.ts'
import { compareDeb } from './deb.ts'
import { compareNpm } from './npm.ts'

type Order = (a: string, b: string) => number | undefined

/** OSV ecosystem (without its release suffix) → its version order. */
export const versionOrders: Readonly<Record<string, Order>> = {
  npm: compareNpm,
  Debian: compareDeb,
  Ubuntu: compareDeb,
}

/**
 * Compares two versions in an ecosystem's own order: negative, zero or positive.
 *
 * `undefined` means undecidable: the order of this ecosystem is not known here, or one of the texts is not a
 * version in it. A caller must not read that as "not affected".
 */
export function compareVersions(ecosystem: string, a: string, b: string): number | undefined {
  if (Math.max(a.length, b.length) > soupLimits.versionCharactersMax) return undefined
  const base = ecosystem.split(':', 1)[0] ?? ''
  const order = Object.hasOwn(versionOrders, base) ? versionOrders[base] : undefined
  return order?.(a, b)
}
