import { parse, type SemVer } from 'semver'

/** Parsed versions kept. The same bounds of advisories are compared with every component. */
const parsedMax = 20_000
const parsed = new Map<string, SemVer | null>()

/** Semantic Versioning 2.0.0 as npm reads it (a leading "v" is dropped); build metadata does not order. */
export function compareNpm(a: string, b: string): number | undefined {
  const [left, right] = [parseOnce(a), parseOnce(b)]
  if (left === null || right === null) return undefined
  return left.compare(right)
}

function parseOnce(text: string): SemVer | null {
  const known = parsed.get(text)
  if (known !== undefined) return known
  const version = parse(text)
  if (parsed.size >= parsedMax) parsed.clear()
  parsed.set(text, version)
  return version
}
