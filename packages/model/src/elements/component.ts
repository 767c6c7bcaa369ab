import type { SafetyClass } from './common.ts'

/** The process of the guard that runs or keeps a component, if one does. */
export type GuardPart = 'courier' | 'keeper' | 'gate' | 'updater' | 'local-api'

export interface Storage {
  readonly media: 'internal' | 'removable' | 'portable'
  /** What is written: `sealed` by the vault, encrypted by the named control ids, or nothing. */
  readonly encryption: 'vault' | 'none' | readonly string[]
  /** What happens when it is full. */
  readonly whenFull?: 'overwrites-oldest' | 'refuses-new' | 'stops' | 'undefined'
  /** Who on the device may read its files. */
  readonly permissions?: 'owner' | 'group' | 'everyone'
  /** How what is deleted goes away. */
  readonly deletion?: 'key-destruction' | 'overwriting' | 'unlinking' | 'none'
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
  readonly languages: readonly Language[]
  /** Rights it runs with. */
  readonly privileges?: 'none' | 'user' | 'administrator' | 'kernel'
  /** From where it loads code and programs: `search-path` where somebody else can put a file first. */
  readonly loads?: 'absolute-paths' | 'search-path' | 'unquoted-paths'
  readonly temporaryFiles?: 'none' | 'private' | 'shared'
  /** Test accounts, debug commands, engineering menus in the released build. */
  readonly debugFeatures?: 'removed' | 'present'
  /** What its surface lets a user do beside its task. */
  readonly surface?: 'none' | 'kiosk' | 'desktop'
  /** Controls that must all fail before its user leaves the kiosk. */
  readonly kioskBy: readonly string[]
  /** What it does after a fault of its own. */
  readonly onFault?: 'fails-safe' | 'restarts' | 'stays-down' | 'undefined'
  /** Controls that notice when it hangs. */
  readonly watchedBy: readonly string[]
  /** State that several tasks change: `unguarded` where nothing orders them. */
  readonly concurrency?: 'single' | 'guarded' | 'unguarded'
  /** Controls that stop whole topics inside it whatever interface input comes by: hardening, language, fuzzing. */
  readonly hardenedBy: readonly string[]
}

export type Language =
  | 'assembly'
  | 'c'
  | 'c++'
  | 'csharp'
  | 'go'
  | 'java'
  | 'javascript'
  | 'kotlin'
  | 'php'
  | 'python'
  | 'rust'
  | 'swift'
  | 'other'
