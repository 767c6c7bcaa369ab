import type { SafetyClass } from './common.ts'

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
  /** ISO 8601 date until which the maker supports this version with security updates. */
  readonly supportUntil?: string
  /** Where a finder reports a vulnerability (ISO/IEC 29147). */
  readonly disclosureContact?: string
  /** Longest time from knowing of an uncontrolled vulnerability to a fix in the field, in days. */
  readonly urgentPatchDays?: number
  /** Regular cycle of security updates, in days. */
  readonly regularPatchDays?: number
}

/** A computer or processor that components run on. */
export interface Host {
  /** The `host` of components. */
  readonly id: string
  readonly name: string
  /** Controls that must all fail before it can be opened and go on running: seals, tamper switches. */
  readonly caseBy: readonly string[]
  /** Controls that must all fail before whoever has it open reads its working memory. */
  readonly memoryBy: readonly string[]
  /** Controls that must all fail before software changed on its medium is started. */
  readonly bootBy: readonly string[]
  /** `mains`: without power when stolen, so working memory is empty until it is started again. */
  readonly power: 'mains' | 'battery' | 'implant'
  /** Where keys that must not leave it are kept. */
  readonly keyStorage: 'tpm' | 'secure-element' | 'flash' | 'none'
  /** Whether firmware can be read out of its chips. */
  readonly readout?: 'blocked' | 'open'
  /** SOUP item that is its operating system. */
  readonly operatingSystem?: string
  /** What its clock is set from. */
  readonly clock?: 'none' | 'battery-backed' | 'unauthenticated-network' | 'authenticated-network' | 'user'
  /** Controls that limit glitching, side channels and probing of the board. */
  readonly hardenedBy: readonly string[]
}

/** A time in the life of a device when others than its user have it in their hands. */
export interface LifeStage {
  readonly id: string
  readonly stage: 'development' | 'manufacturing' | 'delivery' | 'service' | 'decommissioning'
  /** Components whose software can be changed then. */
  readonly components: readonly string[]
  /** Keys that are at hand in clear then. */
  readonly keys: readonly string[]
  /** PHI that is still in it then. */
  readonly data: readonly string[]
  /** Controls that must all fail before whoever has it misuses that. Empty: they just can. */
  readonly protectedBy: readonly string[]
  readonly purpose: string
}
