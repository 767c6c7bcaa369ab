/** What somebody decided about a vulnerability of a component, and what the decision hangs on. */
import type { Json } from '@pericard/base'

/** OpenVEX 0.2.0, 4.2: what is decided. */
export type DecisionStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation'

/** OpenVEX 0.2.0, 4.3, and CSAF 2.1, 3.2.4.7 (flags): why a component is not affected. */
export const justifications = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const
export type Justification = (typeof justifications)[number]

/** What a decision says. */
export interface Decided {
  /** CVE, or the name of the group. */
  readonly vulnerability: string
  /** Names of the same vulnerability at the time. */
  readonly aliases: readonly string[]
  readonly status: DecisionStatus
  readonly justification?: Justification
  /** In words of the one who decided. */
  readonly because: string
  /** What is done about it, where it is affected. */
  readonly action?: string
}

/** What a decision hangs on: it holds as long as all of it does. */
export interface Binding {
  /** purl without version: the component by type, namespace, name and qualifiers. */
  readonly component: string
  /** Range of versions (vers) or one version. */
  readonly versions: string
  /** What the SBOM says is patched in it, each as `source:vulnerability`, sorted. */
  readonly patches: readonly string[]
  /** What the device file says of its use, by the place that says it; empty where none was given. */
  readonly facts: Readonly<Record<string, Json>>
  /** Id of the device whose file the facts are of; it says nothing of other devices. */
  readonly device?: string
  /** Why it holds whatever the device is like; there where it settles a finding and `facts` is empty. */
  readonly withoutFacts?: string
}

export interface Decision extends Decided, Binding {
  readonly by: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Until when it counts, milliseconds since the epoch; undefined where it has no end. */
  readonly until?: number
  /** The release that was looked at, as its SBOM names itself. */
  readonly release?: string
}
