/** What a device file is made of. The whole file and the parser's results are in `types.ts`. */

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

/** The process of the guard that runs or keeps a component, if one does. */
export type GuardPart = 'courier' | 'keeper' | 'gate' | 'updater' | 'local-api'

export interface Device {
  readonly id: string
  readonly name: string
  readonly manufacturer: string
  /** UDI device identifier (the fixed part of a UDI). */
  readonly udiDi: string
  readonly version: string
  readonly intendedUse: string
  readonly class: SafetyClass
  /** Devices of this model in the field; registers multiply by it. */
  readonly fleetSize: number
}

export interface Storage {
  readonly media: 'internal' | 'removable' | 'portable'
  /** What is written: `sealed` by the vault, encrypted by the named control ids, or nothing. */
  readonly encryption: 'vault' | 'none' | readonly string[]
}

/** A software item (IEC 62304, 5.3.1) or another system that the device trusts. */
export interface Component {
  readonly id: string
  readonly name: string
  readonly kind:
    | 'controller'
    | 'application'
    | 'store'
    | 'display'
    | 'service'
    | 'gateway'
    | 'sensor'
    | 'server'
    | 'external'
  /** Absent for external systems, which have no class of ours. */
  readonly class?: SafetyClass
  /** True for a system that is not part of the device: the EHR, the maker's server. */
  readonly external: boolean
  /** Trust zone. Crossing one is what an interface's protection is for. */
  readonly zone: string
  /** The computer or processor it runs on; components of one host share its fate unless isolated. */
  readonly host: string
  /** Controls that must all fail before another component of the same host (or one that this one runs beside) reaches into it. */
  readonly isolatedBy: readonly string[]
  /** For external systems: the controls its owner keeps; without any, whoever reaches its network has it. */
  readonly protectedBy: readonly string[]
  readonly storage?: Storage
  /** Ids of `soup.items` it is built from; one exploited where input reaches it gives control of the component. */
  readonly soup: readonly string[]
  readonly guard?: GuardPart
  /** OS user that runs it; the local API's socket belongs to it. */
  readonly user?: string
  readonly purpose: string
}

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
}

/** Limits of one number in a command. Rates are per minute. */
export interface ParameterLimits {
  /** UCUM unit. */
  readonly unit: string
  readonly min: number
  readonly max: number
  /** Largest change from the value in force, per minute. */
  readonly stepPerMinute?: number
}

export interface Command {
  readonly id: string
  readonly parameters: Readonly<Record<string, ParameterLimits>>
  readonly roles: readonly string[]
  readonly confirm: 'none' | 'at-device'
  /** Modes of the function in which it is accepted; empty means any. */
  readonly states: readonly string[]
  /** The mode the function is in once the command was accepted. */
  readonly to?: string
  /** Least time between two accepted commands, in milliseconds. */
  readonly minimumInterval?: number
}

export interface Envelope {
  readonly initialState: string
  /** Cumulative limit: at most `max` of `parameter` integrated over time within `window` milliseconds. */
  readonly cumulative?: {
    readonly parameter: string
    readonly max: number
    readonly unit: string
    readonly window: number
  }
}

export interface CriticalFunction {
  readonly id: string
  readonly component: string
  readonly harm: Severity
  readonly hazard?: string
  readonly safeState: string
  readonly commands: readonly Command[]
  readonly envelope: Envelope
  /** Control that checks every command against the envelope; undefined where nothing does. */
  readonly envelopeBy?: string
  /** Control that verifies program and configuration before start. */
  readonly imageBy?: string
  /** Control that keeps its deadline under flood. */
  readonly floodBy?: string
  /** Program the gate runs, relative to the device file, with its SHA-256. */
  readonly program?: { readonly path: string; readonly sha256?: string; readonly heartbeatMs: number }
  readonly patients: number
}

/** What a premarket reviewer asks of each communication path (FDA, Feb 2026, appendix 2). */
export interface Interface {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly protocol: string
  readonly version?: string
  readonly port?: string
  readonly direction: 'one-way' | 'both'
  readonly carries: readonly string[]
  /** Functions whose commands travel here. */
  readonly commands: readonly string[]
  readonly reach: Reach
  readonly active: boolean
  /** Controls that each must fail before an unauthenticated party talks over it. Empty: anybody may. */
  readonly authentication: readonly string[]
  readonly verifiedAt?: string
  /** Keys or credentials that open it to whoever holds them. */
  readonly credentials: readonly string[]
  readonly credentialLife?: string
  /** Roles whose holders may use it. */
  readonly roles: readonly string[]
  /** Controls for confidentiality and integrity on the way. Empty: it is readable and alterable in transit. */
  readonly protection: readonly string[]
  /** Controls that must all fail before malformed input takes over the receiver. */
  readonly validation: readonly string[]
  /** SOUP that parses what arrives before authentication. */
  readonly parsedBy: readonly string[]
  /** Controls that bound what a peer can make it do. */
  readonly floodBy: readonly string[]
  readonly session?: string
  readonly onError?: string
  /** For a dormant interface: controls that keep it shut. */
  readonly closedBy: readonly string[]
  /** `service` and `debug` interfaces are declared too. */
  readonly use: 'clinical' | 'service' | 'debug' | 'update' | 'monitoring'
}

export interface Key {
  readonly id: string
  readonly kind: 'symmetric' | 'private' | 'password' | 'share' | 'signing'
  /** How many devices one copy opens. */
  readonly scope: 'device' | 'model' | 'fleet'
  /** Components where it can be used or read. */
  readonly at: readonly string[]
  readonly storedBy: 'vault' | 'tpm' | 'fleet' | 'operator' | 'file' | 'firmware' | 'hsm'
  readonly purpose: string
  /** Roles that may use it. */
  readonly roles: readonly string[]
  /** Days until rotation, undefined where it never is. */
  readonly rotateDays?: number
  readonly default: boolean
}

export interface Role {
  readonly id: string
  readonly name: string
  readonly kind: 'clinician' | 'patient' | 'technician' | 'administrator' | 'maker' | 'operator'
  /** `true` where it signs in with something of its own, never a shared account. */
  readonly individual: boolean
}

/** What makes a control hold: a part of the guard, a named mechanism of the maker, or a procedure. */
export type Enforcement =
  | { readonly by: 'guard'; readonly mechanism: string }
  | { readonly by: 'mechanism'; readonly mechanism: string }
  | { readonly by: 'procedure' }
  | { readonly by: 'nobody' }

export interface Control {
  readonly id: string
  readonly title: string
  readonly kind:
    | 'authentication'
    | 'encryption'
    | 'integrity'
    | 'isolation'
    | 'validation'
    | 'envelope'
    | 'image-verification'
    | 'flood-limit'
    | 'physical'
    | 'closed-interface'
    | 'logging'
    | 'organisational'
  readonly enforcement: Enforcement
  /** SOUP, keys, roles or other controls it stands on: if one of them is gone, so is the control. */
  readonly restsOn: {
    readonly soup: readonly string[]
    readonly keys: readonly string[]
    readonly roles: readonly string[]
    readonly controls: readonly string[]
  }
  /** Probes that prove it. */
  readonly probes: readonly string[]
}

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
}

export interface Update {
  readonly id: string
  readonly components: readonly string[]
  readonly way: 'remote' | 'local-media' | 'physical-presence'
  readonly interface: string
  /** Controls (signature, version floor) that must all fail before a foreign image is taken. */
  readonly verifiedBy: readonly string[]
  readonly signedWith: readonly string[]
  readonly rollbackProtected: boolean
}

/** A remote or local capability that is useful and attack surface at once (design section 2, row 14). */
export interface Capability {
  readonly id: string
  readonly interface: string
  readonly allows: readonly (
    | 'read-logs'
    | 'read-phi'
    | 'read-telemetry'
    | 'command'
    | 'configure'
    | 'shell'
  )[]
  readonly at: string
  readonly access: 'remote' | 'local' | 'physical-presence'
  readonly roles: readonly string[]
  readonly benefit?: string
  readonly risk?: string
  /** Longest session in minutes; undefined where it never ends. */
  readonly sessionMinutes?: number
  readonly audited: boolean
}
