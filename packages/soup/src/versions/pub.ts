import { type Order, orderBy } from './order.ts'
import { compareIdentifiers, compareParsed, parseSemVer, type SemVer } from './semver.ts'

/** Order of Dart packages: Semantic Versioning, where build metadata orders too (pub_semver, "Version ordering"). */
export const comparePub: Order = orderBy(parseSemVer, compareWithBuild)

function compareWithBuild(a: SemVer, b: SemVer): number {
  return compareParsed(a, b) || compareIdentifiers(a.build ?? [], b.build ?? [])
}
