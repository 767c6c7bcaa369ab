import { soupLimits } from '../limits.ts'
import type { FixClaim, SbomComponent, SoupIssue } from './types.ts'

/** What a format found out about one component. */
export interface Found {
  readonly name: string | undefined
  readonly type: string | undefined
  readonly version?: string | undefined
  readonly purl?: string | undefined
  readonly cpes?: readonly string[]
  readonly fixes?: readonly FixClaim[]
  readonly path: string
  /** The document's own reference to the component. */
  readonly ref?: string | undefined
}

/** Gathers components, issues and what was not understood, within the limits that all formats share. */
export class Collector {
  readonly components: SbomComponent[] = []
  readonly issues: SoupIssue[] = []
  private readonly counts = new Map<string, number>()
  private readonly refs = new Set<string>()

  /** Whether reading on would only find more of the same. */
  get full(): boolean {
    return this.issues.length >= soupLimits.issuesMax || this.components.length > soupLimits.sbomComponentsMax
  }

  issue(path: string, message: string): void {
    if (this.issues.length < soupLimits.issuesMax) this.issues.push({ path, message })
  }

  notUnderstood(what: string, times = 1): void {
    if (times > 0) this.counts.set(what, (this.counts.get(what) ?? 0) + times)
  }

  /**
   * Takes one component. A reference that the document used before is counted: what points to it means two things,
   * yet both components are in the build, so both stay.
   */
  add({ name, type, version, purl, cpes = [], fixes = [], path, ref }: Found): void {
    if (name === undefined) this.issue(`${path}/name`, 'a component needs a name')
    if (type === undefined) this.issue(`${path}/type`, 'a component needs a type')
    if (name === undefined || type === undefined) return
    if (ref !== undefined && this.refs.size === this.refs.add(ref).size) {
      this.notUnderstood('reference used twice')
    }
    if (this.components.length === soupLimits.sbomComponentsMax) {
      this.issue(path, `more than ${soupLimits.sbomComponentsMax} components`)
    }
    this.components.push({
      name,
      type,
      path,
      ...(version === undefined ? {} : { version }),
      ...(purl === undefined ? {} : { purl }),
      ...(cpes.length === 0 ? {} : { cpes: [...new Set(cpes)].slice(0, soupLimits.componentCpesMax) }),
      ...(fixes.length === 0 ? {} : { fixes }),
    })
    if (cpes.length > soupLimits.componentCpesMax) this.notUnderstood('CPE names beyond the limit')
  }

  notUnderstoodCounts(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}
