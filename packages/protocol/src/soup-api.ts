/** SOUP of the fleet, as the operator API gives it (docs/specs/soup-api.md). */
import type { SoupFindingView } from './operator-api.ts'

/** GET /api/soup/releases */
export interface SoupRelease {
  readonly id: string
  readonly model: string
  readonly name: string
  readonly maker: string
  readonly version: string
  readonly devices: number
  readonly components: number
  /** How many components fall in each class; each falls in one. */
  readonly classes: Readonly<Record<string, number>>
  /** Vulnerability groups that are open. */
  readonly open: number
}

/** GET /api/soup/vulnerabilities/:id and /api/soup/components: where something is. */
export interface SoupPlace {
  readonly release: Omit<SoupRelease, 'components' | 'classes' | 'open'>
  readonly components: readonly { readonly name: string; readonly version?: string; readonly type: string }[]
  /** The first of its devices; `release.devices` counts all. */
  readonly devices: readonly string[]
}

/** GET /api/soup/alerts */
export interface SoupAlertView {
  readonly sequence: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly release: string
  readonly model: string
  readonly version: string
  readonly vulnerability: string
  readonly change: 'opened' | 'changed' | 'retracted'
  readonly because: 'advisory' | 'release'
  readonly devices: number
  /** Goals whose depth falls on devices of this class, lowest first; empty for a retraction. */
  readonly lowers: SoupFindingView['lowers']
  /** What it does, in words; empty for a retraction. */
  readonly means: string
}

/** GET /api/soup/releases/:id/components */
export interface SoupComponent {
  readonly component: { readonly name: string; readonly version?: string; readonly purl?: string }
  readonly class: string
  /** Why it is in its class: the range that leaves it out, what could not be compared, what was not given. */
  readonly because: string
  readonly vulnerabilities: readonly string[]
}

/** One open finding of one release. */
export interface SoupTriageRow {
  readonly release: Pick<SoupRelease, 'id' | 'model' | 'name' | 'version' | 'devices'>
  readonly finding: SoupFindingView
}

/** GET /api/soup/triage: what is open in the field, worst first. */
export interface SoupTriage {
  readonly counts: {
    readonly open: number
    readonly settled: number
    /** Decisions of another release that hold. */
    readonly carried: number
    /** Decisions that do not hold any more. */
    readonly reopened: number
  }
  /** Components of all releases by class; each falls in one. */
  readonly classes: Readonly<Record<string, number>>
  /** The first of them; `counts` are of all. */
  readonly open: readonly SoupTriageRow[]
  readonly settled: readonly {
    readonly release: SoupTriageRow['release']
    readonly component: string
    readonly version: string
    readonly vulnerability: string
    readonly state: string
    readonly because: string
  }[]
}

/** POST /api/soup/decisions; who decides is who is signed in. */
export interface SoupDecisionRequest {
  readonly release: string
  readonly vulnerability: string
  /** purl, or the name where there is none. */
  readonly component: string
  readonly status: 'not_affected' | 'affected' | 'fixed' | 'under_investigation'
  readonly justification?:
    | 'component_not_present'
    | 'vulnerable_code_not_present'
    | 'vulnerable_code_not_in_execute_path'
    | 'vulnerable_code_cannot_be_controlled_by_adversary'
    | 'inline_mitigations_already_exist'
  readonly because: string
  readonly action?: string
  /** The day on which it is open again (UTC). */
  readonly until?: string
  readonly versions?: string
  readonly withoutFacts?: string
}
