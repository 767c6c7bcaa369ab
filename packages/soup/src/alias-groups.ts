import { isCve } from './advisories/reading.ts'
import type { Advisory } from './advisories/types.ts'

/** Names the vulnerabilities that an advisory speaks of: the CVEs where it has any, else one name for its group. */
export type VulnerabilitiesOf = (advisory: Advisory) => readonly string[]

/**
 * Groups advisories by CVE. One that names several CVEs belongs to each of those groups and joins none of them: merging
 * through it would make different weaknesses one, and settling one would settle the other. One that names no CVE joins
 * the CVE of what it calls itself by another name, if that is one only; otherwise those that share a name are a group.
 */
export function groupByVulnerability(advisories: Iterable<Advisory>): VulnerabilitiesOf {
  /** `null`: the name stands for several. */
  const cveOf = new Map<string, string | null>()
  const withoutCve: Advisory[] = []
  for (const advisory of advisories) {
    const names = namesOf(advisory)
    const cves = names.filter(isCve)
    if (cves.length === 0) withoutCve.push(advisory)
    const [only] = cves
    if (only === undefined || cves.length > 1) continue
    for (const name of names) {
      const known = cveOf.get(name)
      cveOf.set(name, known === undefined || known === only ? only : null)
    }
  }
  const groups = new Groups()
  for (const advisory of withoutCve) {
    const [first, ...others] = namesOf(advisory)
    for (const other of others) if (first !== undefined) groups.join(first, other)
  }
  return (advisory) => {
    const names = namesOf(advisory)
    const cves = names.filter(isCve)
    if (cves.length > 0) return cves
    const known = new Set(names.map((name) => cveOf.get(name)).filter((cve) => cve !== undefined))
    const [only] = known
    if (known.size === 1 && typeof only === 'string') return [only]
    return [known.size > 0 ? advisory.id : groups.nameOf(advisory.id)]
  }
}

function namesOf({ id, aliases }: Advisory): string[] {
  return [...new Set([id, ...aliases])]
}

/** Names that mean one thing; each group is called by its first name in text order. */
class Groups {
  private readonly parent = new Map<string, string>()

  join(a: string, b: string): void {
    const [left, right] = [this.nameOf(a), this.nameOf(b)]
    if (left === right) return
    const [first, second] = left < right ? [left, right] : [right, left]
    this.parent.set(second, first)
  }

  nameOf(name: string): string {
    let root = name
    for (let up = this.parent.get(root); up !== undefined; up = this.parent.get(root)) root = up
    if (root !== name) this.parent.set(name, root)
    return root
  }
}
