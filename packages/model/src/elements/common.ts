/** Words that several elements share. */

/** Software safety class (IEC 62304:2006+A1:2015, 4.3). */
export type SafetyClass = 'A' | 'B' | 'C'

/** Severity of harm to the patient (ISO 14971:2019, 5.5), from least to worst. */
export type Severity = 'negligible' | 'minor' | 'serious' | 'critical' | 'catastrophic'

/** From where an interface can be touched. `internal` means only from another component of the device. */
export type Reach =
  | 'internal'
  | 'physical-open'
  | 'physical-port'
  | 'wireless'
  | 'ward-network'
  | 'hospital-network'
  | 'internet'

export type DataKind = 'phi' | 'credential' | 'key' | 'log' | 'configuration' | 'software' | 'telemetry'

/**
 * What can go wrong with input, as a topic: an interface says what its receiver does with input (`handles`), a control
 * which topics it stops (`stops`), a component which of them its language leaves open.
 */
export type InputTopic =
  | 'arguments'
  | 'archives'
  | 'arithmetic'
  | 'buffers'
  | 'code'
  | 'fetched-urls'
  | 'file-paths'
  | 'format-strings'
  | 'headers'
  | 'html'
  | 'initialisation'
  | 'ldap'
  | 'lifetimes'
  | 'log-lines'
  | 'nesting'
  | 'null-pointers'
  | 'objects'
  | 'ranges'
  | 'redirects'
  | 'regular-expressions'
  | 'shell'
  | 'spreadsheets'
  | 'sql'
  | 'templates'
  | 'text-encoding'
  | 'uploads'
  | 'xml'
  | 'xpath'
