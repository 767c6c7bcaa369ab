import type { VaultSettings } from '@pericard/model'

/** The sets of shares that make the vault's key: one with all of them, or each of `threshold` of them. */
export function sufficientShares({ unlock, threshold }: VaultSettings): string[][] {
  return threshold === undefined ? [[...unlock]] : subsets(unlock, threshold)
}

function subsets(ids: readonly string[], size: number): string[][] {
  if (size === 0) return [[]]
  return ids.flatMap((first, at) => subsets(ids.slice(at + 1), size - 1).map((rest) => [first, ...rest]))
}
