/** One SOUP item (IEC 62304, 8.1.2). */
export interface SoupItem {
  readonly id: string
  readonly purl?: string
  readonly title: string
  readonly manufacturer: string
  readonly version: string
  readonly purpose: string
  readonly support?: 'maintained' | 'no-longer-maintained' | 'abandoned'
  /** ISO 8601 date. */
  readonly endOfSupport?: string
  readonly kind?: 'operating-system' | 'runtime' | 'library' | 'application' | 'firmware'
  /** Where it is had from. */
  readonly source?: 'maker' | 'distribution' | 'package-registry' | 'unknown'
  /** How what was had is known to be what was meant. */
  readonly verified?: 'signature' | 'hash' | 'none'
  /** ISO 8601 date on which its published anomalies were last evaluated (IEC 62304, 7.1.3). */
  readonly anomaliesReviewed?: string
  /** Whether what the device does not use of it is switched off or left out. */
  readonly unusedFeatures?: 'removed' | 'present'
}
