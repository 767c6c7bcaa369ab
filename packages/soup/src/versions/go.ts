import { type Order, orderBy } from './order.ts'
import { compareParsed, parseSemVer, type SemVer } from './semver.ts'

/** Releases of Go itself: `go1.20`, `1.20rc1`, `go1.22.3 X:nocoverageredesign` without its tail. */
const toolchain = /^(?:go)?([0-9]+(?:\.[0-9]+)*)(?:(rc|beta|alpha)([0-9]+))?$/

/**
 * Order of Go modules and of Go itself. A pseudo-version is a pre-release of the version after the tag it was made from
 * (Go Modules Reference, "Pseudo-versions"), `+incompatible` does not order. `(devel)` is undecidable.
 */
export const compareGo: Order = orderBy(parseGo, compareParsed)

function parseGo(text: string): SemVer | undefined {
  const release = toolchain.exec(text)
  if (release === null) return parseSemVer(text)
  const [, numbers = '', kind, count] = release
  return {
    numbers: numbers.split('.'),
    ...(kind === undefined || count === undefined ? {} : { prerelease: [kind, count] }),
  }
}
