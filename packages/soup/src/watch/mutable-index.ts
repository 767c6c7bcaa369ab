/** An index of advisories that takes changes one by one, and says which packages each can have touched. */
import type { Advisory, AdvisoryData, CpeMapping } from '../advisories/types.ts'
import {
  type AdvisoryIndex,
  covering,
  type CveFacts,
  type Hit,
  indexAdvisories,
  normalName,
} from '../advisory-index.ts'
import { groupByVulnerability } from '../alias-groups.ts'

/** What a scan asks an index for: a package, whether an ecosystem is covered, facts of a CVE. */
export type Lookup = string

export function packageLookup(ecosystem: string, name: string): Lookup {
  return `p\n${covering(ecosystem)}\n${normalName(ecosystem, name)}`
}

export function coverLookup(ecosystem: string): Lookup {
  return `e\n${covering(ecosystem)}`
}

export function factsLookup(cve: string): Lookup {
  return `f\n${cve}`
}

/** Name of an advisory among all: one source says one thing under one id. */
export function advisoryKey({ source, id }: Pick<Advisory, 'source' | 'id'>): string {
  return `${source}\n${id}`
}

/** What becomes of an advisory: it is there in this form, or no more. */
export type AdvisoryChange =
  | { readonly kind: 'put'; readonly advisory: Advisory }
  | { readonly kind: 'gone'; readonly key: string }

const noHits: readonly Hit[] = []

/**
 * Gives the same answers as `indexAdvisories` over what is in it. A change is worked out for the advisories that share a name with the
 * changed one, straight or through others; nothing else can differ.
 */
export class MutableIndex implements AdvisoryIndex {
  readonly #latest = new Map<string, Advisory>()
  /** Advisories by each of their names. */
  readonly #byName = new Map<string, Set<string>>()
  readonly #hits = new Map<Lookup, Map<string, readonly Hit[]>>()
  readonly #facts = new Map<string, CveFacts>()
  /** How many advisories name an ecosystem. */
  readonly #ecosystems = new Map<string, number>()
  readonly #fixed: Pick<AdvisoryIndex, 'productsOf'>
  #newest: number | undefined

  constructor(mappings: readonly CpeMapping[] = []) {
    const data: AdvisoryData = { advisories: [], mappings, notUnderstood: {} }
    this.#fixed = indexAdvisories(data)
  }

  hitsOf(ecosystem: string, name: string): readonly Hit[] {
    const found = this.#hits.get(packageLookup(ecosystem, name))
    if (found === undefined) return noHits
    return found.size === 1
      ? ([...found.values()][0] ?? noHits)
      : [...found.keys()].sort().flatMap((key) => found.get(key) ?? [])
  }

  covers(ecosystem: string): boolean {
    return (this.#ecosystems.get(covering(ecosystem)) ?? 0) > 0
  }

  productsOf(packageKey: string): readonly string[] {
    return this.#fixed.productsOf(packageKey)
  }

  factsOf(cve: string): CveFacts | undefined {
    return this.#facts.get(cve)
  }

  get newest(): number | undefined {
    return this.#newest
  }

  get advisoryCount(): number {
    return this.#latest.size
  }

  get notUnderstood(): Readonly<Record<string, number>> {
    return {}
  }

  get(key: string): Advisory | undefined {
    return this.#latest.get(key)
  }

  keys(): Iterable<string> {
    return this.#latest.keys()
  }

  /** Takes changes. @returns what a scan may now be answered differently, and nothing that cannot */
  apply(changes: readonly AdvisoryChange[]): Set<Lookup> {
    const touched = new Set<Lookup>()
    const dirty = new Set<string>()
    for (const change of changes) {
      const key = change.kind === 'put' ? advisoryKey(change.advisory) : change.key
      for (const each of this.#connected(key)) dirty.add(each)
      dirty.add(key)
      this.#forget(key, touched)
      this.#remove(key, touched)
      if (change.kind === 'put') this.#put(key, change.advisory, touched)
    }
    const done = new Set<string>()
    for (const key of dirty) {
      if (done.has(key) || !this.#latest.has(key)) continue
      const group = this.#connected(key)
      for (const each of group) done.add(each)
      this.#regroup([...group].sort(), touched)
    }
    return touched
  }

  #put(key: string, advisory: Advisory, touched: Set<Lookup>): void {
    this.#latest.set(key, advisory)
    for (const name of namesOf(advisory)) {
      const known = this.#byName.get(name) ?? new Set<string>()
      known.add(key)
      this.#byName.set(name, known)
    }
    for (const ecosystem of ecosystemsOf(advisory)) {
      const known = this.#ecosystems.get(ecosystem) ?? 0
      if (known === 0) touched.add(coverLookup(ecosystem))
      this.#ecosystems.set(ecosystem, known + 1)
    }
    this.#newest = Math.max(this.#newest ?? advisory.modified, advisory.modified)
  }

  #remove(key: string, touched: Set<Lookup>): void {
    const known = this.#latest.get(key)
    if (known === undefined) return
    this.#latest.delete(key)
    for (const name of namesOf(known)) {
      const keys = this.#byName.get(name)
      keys?.delete(key)
      if (keys?.size === 0) this.#byName.delete(name)
    }
    for (const ecosystem of ecosystemsOf(known)) {
      const left = (this.#ecosystems.get(ecosystem) ?? 1) - 1
      if (left === 0) {
        this.#ecosystems.delete(ecosystem)
        touched.add(coverLookup(ecosystem))
      } else this.#ecosystems.set(ecosystem, left)
    }
    if (known.modified === this.#newest)
      this.#newest = this.#latest.size === 0 ? undefined : newestOf(this.#latest.values())
  }

  #forget(key: string, touched: Set<Lookup>): void {
    const known = this.#latest.get(key)
    if (known === undefined) return
    touchedBy(known, touched)
    for (const { ecosystem, name } of known.affected)
      this.#hits.get(packageLookup(ecosystem, name))?.delete(key)
    this.#facts.delete(known.id)
  }

  /** The advisories that share a name with this one, straight or through others. */
  #connected(start: string): Set<string> {
    const found = new Set<string>()
    const open = [start]
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      const advisory = found.has(key) ? undefined : this.#latest.get(key)
      if (advisory === undefined) continue
      found.add(key)
      for (const name of namesOf(advisory)) open.push(...(this.#byName.get(name) ?? []))
    }
    return found
  }

  #regroup(group: readonly string[], touched: Set<Lookup>): void {
    const members = group.flatMap((key) => this.#latest.get(key) ?? [])
    const rejected = new Set(
      members.flatMap(({ id, source, withdrawn }) => (withdrawn && source === 'CVE' ? [id] : [])),
    )
    const standing = members.filter(({ id, withdrawn }) => !withdrawn && !rejected.has(id))
    const vulnerabilitiesOf = groupByVulnerability(standing)
    for (const key of group) this.#forget(key, touched)
    for (const advisory of standing) this.#add(advisory, vulnerabilitiesOf(advisory))
  }

  #add(advisory: Advisory, vulnerabilities: readonly string[]): void {
    const { id, exploitedSince, ssvc, affected } = advisory
    if (exploitedSince !== undefined || ssvc !== undefined)
      this.#facts.set(id, {
        ...this.#facts.get(id),
        ...(exploitedSince === undefined ? {} : { exploitedSince }),
        ...(ssvc === undefined ? {} : { ssvc }),
      })
    const key = advisoryKey(advisory)
    for (const entry of affected) {
      const lookup = packageLookup(entry.ecosystem, entry.name)
      const byAdvisory = this.#hits.get(lookup) ?? new Map<string, readonly Hit[]>()
      byAdvisory.set(key, [...(byAdvisory.get(key) ?? []), { advisory, entry, vulnerabilities }])
      this.#hits.set(lookup, byAdvisory)
    }
  }
}

function namesOf({ id, aliases }: Advisory): readonly string[] {
  return [id, ...aliases]
}

function ecosystemsOf({ affected }: Advisory): Set<string> {
  return new Set(affected.map(({ ecosystem }) => covering(ecosystem)))
}

function touchedBy(advisory: Advisory, touched: Set<Lookup>): void {
  for (const { ecosystem, name } of advisory.affected) touched.add(packageLookup(ecosystem, name))
  touched.add(factsLookup(advisory.id))
}

function newestOf(advisories: Iterable<Advisory>): number {
  let newest = 0
  for (const { modified } of advisories) newest = Math.max(newest, modified)
  return newest
}
