import type { SoupIssue } from '../sbom/types.ts'

/** Where a fact comes from. `above` is a lower bound that is itself outside. */
export interface RangeEvent {
  readonly kind: 'introduced' | 'above' | 'fixed' | 'last_affected' | 'limit'
  readonly version: string
}

export interface AffectedRange {
  /** Version order that the events stand in; absent where there is none that can be computed (commits). */
  readonly order?: string
  readonly events: readonly RangeEvent[]
}

/** What a CPE name says beyond vendor, product and version; only what is neither `*` nor `-` is listed. */
export type CpeLimits = Readonly<
  Partial<Record<'part' | 'update' | 'edition' | 'language' | 'swEdition' | 'targetSw' | 'targetHw', string>>
>

/** What an advisory says about one package. */
export interface Affected {
  /** OSV ecosystem, or `CPE` with `vendor:product` as the name. */
  readonly ecosystem: string
  readonly name: string
  readonly ranges: readonly AffectedRange[]
  readonly versions: ReadonlySet<string>
  /** Versions that are not affected, whatever `ranges` says: patched branches, rows with status `unaffected`. */
  readonly except?: readonly AffectedRange[]
  readonly cpe?: CpeLimits
  /** Why a hit is only a hint. A hint does not alert. */
  readonly weak?: 'names no versions' | 'only on a named platform'
}

/** CISA's decision points for a CVE (SSVC 2.0.3). */
export interface Ssvc {
  readonly exploitation: string
  readonly automatable: string
  readonly technicalImpact: string
}

/** What one source says about one vulnerability, reduced to what matching needs. */
export interface Advisory {
  readonly id: string
  /** Which kind of data it comes from, for example `OSV` or `NVD`. */
  readonly source: string
  /** Milliseconds since the epoch; 0 where the source does not say. */
  readonly modified: number
  readonly withdrawn: boolean
  readonly aliases: readonly string[]
  readonly summary: string
  /** CVSS vector, the newest version where several are given. */
  readonly cvss?: string
  readonly affected: readonly Affected[]
  /** Day since which it is known to be exploited (CISA KEV), `YYYY-MM-DD`. */
  readonly exploitedSince?: string
  readonly ssvc?: Ssvc
}

/** A package and the CPE product under which others speak of it. */
export interface CpeMapping {
  /** Package URL without version. */
  readonly purl: string
  /** `vendor:product`. */
  readonly cpe: string
}

/** What a feed holds. */
export interface AdvisoryData {
  readonly advisories: readonly Advisory[]
  readonly mappings: readonly CpeMapping[]
  /** Statements that no component can be compared with, by reason, with how often they occur. */
  readonly notUnderstood: Readonly<Record<string, number>>
}

export type AdvisoriesResult =
  | ({ readonly ok: true } & AdvisoryData)
  | { readonly ok: false; readonly issues: readonly SoupIssue[] }
