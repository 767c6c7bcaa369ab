import type { Hit, SoupMatch } from './scan.ts'

/**
 * Makes one match of the advisories that speak of one CVE. An advisory that names several CVEs stays by itself:
 * merging through it would make different weaknesses one, and settling one would settle the other.
 */
export function groupMatches(hits: readonly Hit[]): SoupMatch[] {
  const groups = new Map<string, Hit[]>()
  const centres = centresOf(hits)
  for (const hit of hits) {
    const centre = centres.get(hit.advisory.id) ?? hit.advisory.id
    const group = groups.get(centre)
    if (group === undefined) groups.set(centre, [hit])
    else group.push(hit)
  }
  return [...groups]
    .map(([centre, group]) => toMatch(centre, group))
    .sort((a, b) => (a.vulnerability < b.vulnerability ? -1 : 1))
}

function centresOf(hits: readonly Hit[]): Map<string, string> {
  const centres = new Map<string, string>()
  for (const { advisory } of hits) {
    const cves = cvesOf(namesOf(advisory))
    if (cves.length === 1 && cves[0] !== undefined) centres.set(advisory.id, cves[0])
  }
  // An advisory without a CVE joins the one that it calls by another name, if that is one only.
  for (const { advisory } of hits) {
    if (cvesOf(namesOf(advisory)).length > 0) continue
    const named = new Set(advisory.aliases.flatMap((alias) => centres.get(alias) ?? []))
    const [only] = named
    if (named.size === 1 && only !== undefined) centres.set(advisory.id, only)
    else centres.set(advisory.id, [advisory.id, ...advisory.aliases].sort()[0] ?? advisory.id)
  }
  return centres
}

function namesOf({ id, aliases }: Hit['advisory']): readonly string[] {
  return [id, ...aliases]
}

function cvesOf(names: readonly string[]): string[] {
  return [...new Set(names.filter((name) => /^CVE-\d{4}-\d{4,}$/.test(name)))]
}

function toMatch(vulnerability: string, group: readonly Hit[]): SoupMatch {
  const advisories = [...new Set(group.map(({ advisory }) => advisory.id))].sort()
  const names = group.flatMap(({ advisory }) => namesOf(advisory))
  const cvss = group.map(({ advisory }) => advisory.cvss).find((vector) => vector !== undefined)
  const summary = group.map(({ advisory }) => advisory.summary).find((text) => text !== '') ?? ''
  const fixed = group
    .flatMap(({ entry }) => entry.ranges)
    .flatMap(({ events }) => events)
    .flatMap(({ kind, version }) => (kind === 'fixed' ? [version] : []))
  return {
    vulnerability,
    advisories,
    aliases: [...new Set(names)].filter((name) => name !== vulnerability).sort(),
    summary,
    ...(cvss === undefined ? {} : { cvss }),
    fixed: [...new Set(fixed)],
  }
}
