import type { Purl } from '../purl.ts'
import type { SoupIssue } from '../sbom/types.ts'

export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation'

/** What somebody decided about one vulnerability of some components. */
export interface VexStatement {
  readonly vulnerability: string
  readonly aliases: readonly string[]
  readonly status: VexStatus
  /** Why: the justification of the standard, or the author's words. */
  readonly because: string
  readonly author: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Components that it is about, by purl. */
  readonly components: readonly Purl[]
  /** The product in which they are so; absent if the statement names the components themselves as products. */
  readonly product?: Purl
}

export type ReadVexResult =
  | {
      readonly ok: true
      readonly statements: readonly VexStatement[]
      readonly notUnderstood: Readonly<Record<string, number>>
    }
  | { readonly ok: false; readonly issues: readonly SoupIssue[] }

/** One reader's work: all of a document or nothing. */
export interface VexDraft {
  readonly issues: SoupIssue[]
  /** Counts what is not understood. */
  readonly note: (reason: string) => void
}
