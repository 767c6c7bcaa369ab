import type {
  Backup,
  Capability,
  Component,
  Control,
  CriticalFunction,
  DataItem,
  Device,
  Host,
  Interface,
  Key,
  LifeStage,
  Logging,
  Role,
  SoupItem,
  Update,
  UseCase,
  VaultSettings,
} from './elements/index.ts'

export type * from './elements/index.ts'

/** A place in a device file or one of its includes. Line and column count from 1. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

export type PhiGoal = 'disclosed' | 'altered' | 'lost'
export type FunctionGoal = 'commanded' | 'overdriven' | 'altered' | 'denied' | 'masked'
export type Goal = PhiGoal | FunctionGoal

export interface Policy {
  /** Least defence depth per goal, 1 to 4 (4 reads as ">3"); goals left out demand the default. */
  readonly phi: Readonly<Record<PhiGoal, number>>
  readonly function: Readonly<Record<FunctionGoal, number>>
  /** Days after which evidence no longer proves anything. */
  readonly evidenceDays: number
  /** Oldest advisory data, in days, that a scan may rest on. */
  readonly advisoryDays: number
}

/** A decision to live with a finding or a depth below policy. */
export interface AcceptedRisk {
  readonly id: string
  /** Finding id, or `<asset>/<goal>` for a depth. */
  readonly finding: string
  readonly owner: string
  readonly reason: string
  /** ISO 8601 date; after it the decision counts no longer. */
  readonly expires: string
}

export interface DeviceFile {
  /** Format version of the file. */
  readonly pericard: 1
  readonly device: Device
  /** Computers that components run on. One that is not described has no step of its own in the attack graph, and is a finding. */
  readonly hosts: readonly Host[]
  readonly components: readonly Component[]
  readonly data: readonly DataItem[]
  readonly backups: readonly Backup[]
  readonly functions: readonly CriticalFunction[]
  readonly interfaces: readonly Interface[]
  readonly keys: readonly Key[]
  readonly roles: readonly Role[]
  readonly controls: readonly Control[]
  readonly soup: {
    /** Paths of SBOMs, relative to the device file. */
    readonly sboms: readonly string[]
    readonly items: readonly SoupItem[]
  }
  readonly updates: readonly Update[]
  readonly diagnostics: readonly Capability[]
  readonly monitoring: readonly Capability[]
  /** Undefined where the file does not say what is recorded. */
  readonly logging?: Logging
  readonly stages: readonly LifeStage[]
  readonly useCases: readonly UseCase[]
  /** How the vault's key comes about (design section 6). */
  readonly vault: VaultSettings
  readonly policy: Policy
  readonly accepted: readonly AcceptedRisk[]
  /**
   * Where each element and field stands, by path with keys as in the file: `components.<id>`,
   * `components.<id>.isolated-by`, `functions.<id>.commands.<id>`, `soup.<id>`, `policy.phi`, …
   */
  readonly positions: ReadonlyMap<string, Position>
}

/** One thing wrong with a device file. */
export interface Issue {
  readonly code: string
  readonly position: Position
  /** Path as in `positions`. */
  readonly path: string
  readonly message: string
}

export type ParseResult =
  | { readonly ok: true; readonly file: DeviceFile; readonly sources: readonly string[] }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/** Reads an included file. The parser never touches the file system itself. */
export type ReadInclude = (path: string, from: string) => string | undefined
