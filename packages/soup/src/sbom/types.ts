/** A claim of the SBOM's maker that a known weakness is dealt with in this build, at an unchanged version number. */
export interface FixClaim {
  /** CVE or other identifier of the weakness. */
  readonly vulnerability: string
  readonly claim: 'patched' | 'not-affected'
  /** Where the document says so: a patch in the pedigree, a recipe's list of fixed CVEs, a VEX relationship. */
  readonly source: 'pedigree' | 'recipe' | 'vex'
  /** Why, and who says so, where that is stated. */
  readonly because?: string
}

export interface SbomComponent {
  readonly name: string
  /** Who makes it, where it is a product that its maker's advisories name. */
  readonly maker?: string
  readonly version?: string
  readonly purl?: string
  /** CPE names, 2.2 or 2.3, as the document states them. */
  readonly cpes?: readonly string[]
  /** Weaknesses that the document says are dealt with. */
  readonly fixes?: readonly FixClaim[]
  readonly type: string
  /** JSON pointer in the SBOM, or `line N` of a tag-value document. */
  readonly path: string
}

export type SbomFormat = 'CycloneDX JSON' | 'CycloneDX XML' | 'SPDX JSON' | 'SPDX tag-value' | 'SPDX JSON-LD'

/** An SBOM, flattened. */
export interface Sbom {
  readonly format: SbomFormat
  readonly specVersion: string
  readonly serialNumber?: string
  /** What the SBOM is of, where it says so. */
  readonly subject?: { readonly name: string; readonly version?: string }
  readonly components: readonly SbomComponent[]
  /** Statements that this reader does not understand, by name, with how often they occur. */
  readonly notUnderstood: Readonly<Record<string, number>>
}

/** One thing wrong with an SBOM or an advisory feed. */
export interface SoupIssue {
  /** JSON pointer, or `line N` of a feed. */
  readonly path: string
  readonly message: string
}

export type ReadSbomResult =
  | { readonly ok: true; readonly sbom: Sbom }
  | { readonly ok: false; readonly issues: readonly SoupIssue[] }
