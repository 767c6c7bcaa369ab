/**
 * Which releases are in danger from what, kept up to date: devices have a release, a release its components, a component its findings. A
 * change of an advisory looks again only at components that asked for what it touched.
 */
import { canonicalJson } from '@pericard/base'
import type { CpeMapping } from '../advisories/types.ts'
import type { AdvisoryIndex } from '../advisory-index.ts'
import type { SbomComponent } from '../sbom/types.ts'
import { type Named, namedBy } from '../named.ts'
import { classify, type ComponentResult } from '../scan.ts'
import {
  type AdvisoryChange,
  coverLookup,
  factsLookup,
  type Lookup,
  MutableIndex,
  packageLookup,
} from './mutable-index.ts'

/** What is found of a component. */
export type WatchResult = Pick<ComponentResult, 'component' | 'class' | 'because' | 'matches' | 'settled'>

/** One component as many releases may have it: where it stands in an SBOM is left out. */
interface WatchedComponent extends WatchResult {
  readonly releases: Set<string>
  readonly lookups: ReadonlySet<Lookup>
  /** Taken apart once: it is looked at again for every advisory that changes. */
  readonly named: Named
}

/** A vulnerability group of a release: open, in these components. */
export interface Exposure {
  readonly release: string
  readonly vulnerability: string
  /** Keys of components, sorted. */
  readonly components: readonly string[]
}

/** How a state changed. */
export type AlertChange = 'opened' | 'changed' | 'retracted'

export interface AlertDraft extends Exposure {
  readonly change: AlertChange
  /** Why it is gone: `advisory` where what is known changed, `release` where the software did. */
  readonly because: 'advisory' | 'release'
}

/** The key under which a component is kept: all that matching can look at. */
export function componentId(component: SbomComponent): string {
  return canonicalJson({ ...component, path: '' })
}

/** Pure: no storage and no clock. Whoever keeps it stores drafts and states in one step. */
export class SoupWatch {
  readonly index: MutableIndex
  readonly #components = new Map<string, WatchedComponent>()
  readonly #releases = new Map<string, ReadonlySet<string>>()
  /** Components in which a vulnerability group is open. */
  readonly #open = new Map<string, Set<string>>()
  /** Goes up with every change. */
  #revision = 0
  /** Components by what they asked the index for. */
  readonly #asked = new Map<Lookup, Set<string>>()

  constructor(mappings: readonly CpeMapping[] = []) {
    this.index = new MutableIndex(mappings)
  }

  /** Whether anything was changed since it was asked last: who keeps states beside it has to know. */
  get revision(): number {
    return this.#revision
  }

  /** Adds a release or gives it other components. @returns what changed of it */
  putRelease(release: string, components: readonly SbomComponent[]): AlertDraft[] {
    this.#revision++
    const before = this.#statesOf([release])
    this.#leave(release)
    const ids = new Set<string>()
    for (const component of components) {
      const id = componentId(component)
      ids.add(id)
      const known = this.#components.get(id)
      if (known !== undefined) known.releases.add(release)
      else this.#watch(id, component, namedBy(component), new Set([release]))
    }
    this.#releases.set(release, ids)
    return this.#changes(before, [release], 'release')
  }

  /** The release is on no device any more. @returns a retraction for each of its states */
  dropRelease(release: string): AlertDraft[] {
    this.#revision++
    const before = this.#statesOf([release])
    this.#leave(release)
    return this.#changes(before, [release], 'release')
  }

  /** Takes changes of advisories. @returns one draft for each release and vulnerability whose state changed */
  advise(changes: readonly AdvisoryChange[]): AlertDraft[] {
    this.#revision++
    const touched = this.index.apply(changes)
    const ids = new Set<string>()
    for (const lookup of touched) for (const id of this.#asked.get(lookup) ?? []) ids.add(id)
    const before = [...ids].map((id) => ({ id, open: this.#openIn(id) }))
    for (const id of ids) this.#look(id)
    // Only what is open in a component that was looked at again can differ.
    const moved = new Map<string, Set<string>>()
    for (const { id, open } of before)
      for (const vulnerability of differing(open, this.#openIn(id)))
        moved.set(vulnerability, (moved.get(vulnerability) ?? new Set()).add(id))
    const drafts: AlertDraft[] = []
    for (const [vulnerability, changed] of moved) drafts.push(...this.#draftsOf(vulnerability, changed))
    return drafts.sort(byState)
  }

  /** @param changed components in which the vulnerability opened or closed */
  #draftsOf(vulnerability: string, changed: ReadonlySet<string>): AlertDraft[] {
    const releases = new Set<string>()
    for (const id of changed)
      for (const release of this.#components.get(id)?.releases ?? []) releases.add(release)
    const now = this.#open.get(vulnerability) ?? new Set<string>()
    return [...releases].map((release): AlertDraft => {
      const has = this.#releases.get(release) ?? new Set<string>()
      const components = [...now].filter((id) => has.has(id)).sort()
      // Open before: still open and not among the changed, or changed and closed now.
      const before =
        components.some((id) => !changed.has(id)) || [...changed].some((id) => has.has(id) && !now.has(id))
      const change = components.length === 0 ? 'retracted' : before ? 'changed' : 'opened'
      return { release, vulnerability, components, change, because: 'advisory' }
    })
  }

  #openIn(id: string): ReadonlySet<string> {
    return new Set(this.#components.get(id)?.matches.map(({ vulnerability }) => vulnerability))
  }

  /** Every state, sorted: what a rebuild has to give byte for byte. */
  states(): Exposure[] {
    return [...this.#statesOf(this.#releases.keys()).values()].sort((a, b) =>
      stateKey(a) < stateKey(b) ? -1 : 1,
    )
  }

  /** Releases that have a component of this package, by purl without version or by name. */
  releasesWith(name: string): ReadonlyMap<string, readonly SbomComponent[]> {
    const found = new Map<string, SbomComponent[]>()
    for (const { component, releases } of this.#components.values()) {
      if (component.name !== name && component.purl?.replace(/[@?#].*$/, '') !== name) continue
      for (const release of releases) found.set(release, [...(found.get(release) ?? []), component])
    }
    return found
  }

  /** What a release has, with the class and findings of each. */
  *ofRelease(release: string): Iterable<WatchResult> {
    for (const id of this.#releases.get(release) ?? []) {
      const known = this.#components.get(id)
      if (known !== undefined) yield known
    }
  }

  /** One component by its key, in whatever release. */
  component(id: string): WatchResult | undefined {
    return this.#components.get(id)
  }

  #watch(id: string, component: SbomComponent, named: Named, releases: Set<string>): void {
    const lookups = new Set<Lookup>()
    const result = classify(component, recording(this.index, lookups), named)
    // Facts are read when somebody looks, and change what is said of a finding.
    for (const { vulnerability } of result.matches) lookups.add(factsLookup(vulnerability))
    for (const lookup of lookups) {
      const ids = this.#asked.get(lookup) ?? new Set<string>()
      ids.add(id)
      this.#asked.set(lookup, ids)
    }
    for (const { vulnerability } of result.matches)
      this.#open.set(vulnerability, (this.#open.get(vulnerability) ?? new Set()).add(id))
    const { class: found, because, matches, settled } = result
    const kept = { component, releases, lookups, named }
    this.#components.set(id, { ...kept, class: found, because, matches, settled })
  }

  #look(id: string): void {
    const known = this.#components.get(id)
    if (known === undefined) return
    this.#unwatch(id, known)
    this.#watch(id, known.component, known.named, known.releases)
  }

  #unwatch(id: string, { lookups, matches }: WatchedComponent): void {
    for (const { vulnerability } of matches) {
      const ids = this.#open.get(vulnerability)
      ids?.delete(id)
      if (ids?.size === 0) this.#open.delete(vulnerability)
    }
    for (const lookup of lookups) {
      const ids = this.#asked.get(lookup)
      ids?.delete(id)
      if (ids?.size === 0) this.#asked.delete(lookup)
    }
    this.#components.delete(id)
  }

  #leave(release: string): void {
    for (const id of this.#releases.get(release) ?? []) {
      const known = this.#components.get(id)
      known?.releases.delete(release)
      if (known?.releases.size === 0) this.#unwatch(id, known)
    }
    this.#releases.delete(release)
  }

  #statesOf(releases: Iterable<string>): Map<string, Exposure> {
    const states = new Map<string, Exposure>()
    for (const release of releases) {
      const open = new Map<string, string[]>()
      for (const id of this.#releases.get(release) ?? [])
        for (const { vulnerability } of this.#components.get(id)?.matches ?? [])
          open.set(vulnerability, [...(open.get(vulnerability) ?? []), id])
      for (const [vulnerability, components] of open) {
        const state = { release, vulnerability, components: components.sort() }
        states.set(stateKey(state), state)
      }
    }
    return states
  }

  #changes(
    before: ReadonlyMap<string, Exposure>,
    releases: Iterable<string>,
    because: AlertDraft['because'],
  ): AlertDraft[] {
    const drafts: AlertDraft[] = []
    const now = this.#statesOf(releases)
    for (const [key, state] of now) {
      const known = before.get(key)
      if (known === undefined) drafts.push({ ...state, change: 'opened', because })
      else if (known.components.join('\n') !== state.components.join('\n'))
        drafts.push({ ...state, change: 'changed', because })
    }
    for (const [key, state] of before)
      if (!now.has(key)) drafts.push({ ...state, components: [], change: 'retracted', because })
    return drafts.sort(byState)
  }
}

function byState(a: Exposure, b: Exposure): number {
  return stateKey(a) < stateKey(b) ? -1 : 1
}

function differing(a: ReadonlySet<string>, b: ReadonlySet<string>): string[] {
  return [...[...a].filter((each) => !b.has(each)), ...[...b].filter((each) => !a.has(each))]
}

/** Name of a state among all: the vulnerability first, since those of one are kept together, beside each other in a store. */
export function stateKey({ release, vulnerability }: Pick<Exposure, 'release' | 'vulnerability'>): string {
  return `${vulnerability}|${release}`
}

/** The index, with everything that is asked of it written down. */
function recording(index: AdvisoryIndex, lookups: Set<Lookup>): AdvisoryIndex {
  return {
    hitsOf: (ecosystem, name) => {
      lookups.add(packageLookup(ecosystem, name))
      return index.hitsOf(ecosystem, name)
    },
    covers: (ecosystem) => {
      lookups.add(coverLookup(ecosystem))
      return index.covers(ecosystem)
    },
    productsOf: (key) => index.productsOf(key),
    factsOf: (cve) => index.factsOf(cve),
    advisoryCount: index.advisoryCount,
    notUnderstood: index.notUnderstood,
  }
}
