import { type Order, orderBy } from './order.ts'
import { compareParsed, parseSemVer, type SemVer } from './semver.ts'

/** Order of NuGet packages: up to four numbers, letters without regard to case (NuGet, "Package versioning"). */
export const compareNuget: Order = orderBy(parseNuget, compareParsed)

function parseNuget(text: string): SemVer | undefined {
  const version = parseSemVer(text.toLowerCase())
  return version === undefined || version.numbers.length > 4 ? undefined : version
}
