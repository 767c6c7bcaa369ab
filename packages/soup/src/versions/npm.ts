import { parse } from 'semver'

/** Semantic Versioning 2.0.0 as npm reads it (a leading "v" is dropped); build metadata does not order. */
export function compareNpm(a: string, b: string): number | undefined {
  const [left, right] = [parse(a), parse(b)]
  if (left === null || right === null) return undefined
  return left.compare(right)
}
