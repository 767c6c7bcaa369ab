import type { DataKind } from './common.ts'

export interface DataItem {
  readonly id: string
  readonly kind: DataKind
  /** Why it is held at all. Required for PHI by rule, not by schema, so that its absence is a finding. */
  readonly why?: string
  /** Retention in milliseconds, `forever`, or undefined where the file does not say. */
  readonly keep?: number | 'forever'
  /** Components that store or process it in the clear. */
  readonly at: readonly string[]
  /** Data subjects held at once on one device. */
  readonly records?: number
  /** PHI elements held: name, mrn, dose, ecg, … */
  readonly elements: readonly string[]
  /** FHIR resource types it is carried as, where it is. */
  readonly fhir: readonly string[]
  /** Data items whose content is also in this one: a log that names patients contains their identity. */
  readonly contains: readonly string[]
  /** Roles that need it for their task (minimum necessary, 45 CFR 164.502(b)). */
  readonly neededBy: readonly string[]
  /** Controls that notice when it was changed at rest. */
  readonly integrityBy: readonly string[]
  /** Components that may have one subject's records deleted. */
  readonly erasedBy: readonly string[]
  /** How it is known whose it is: by name, by a pseudonym that the hospital resolves, or not at all. */
  readonly identifies?: 'person' | 'pseudonym' | 'nobody'
}

/** A copy of data that is kept elsewhere, to have it when the first is lost. */
export interface Backup {
  readonly id: string
  readonly of: readonly string[]
  /** Component that keeps it. */
  readonly at: string
  readonly encryption: 'vault' | 'none' | readonly string[]
  /** Retention in milliseconds, `forever`, or undefined where the file does not say. */
  readonly keep?: number | 'forever'
  /** ISO 8601 date of the last time that it was restored for a test. */
  readonly restored?: string
}
