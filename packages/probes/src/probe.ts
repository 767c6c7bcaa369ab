import type { Control, DeviceFile } from '@pericard/model'

/** Where the fleet server listens; each absent part makes the probes that need it answer `not-run`. */
export interface FleetTarget {
  readonly deviceUrl?: string
  readonly enrolUrl?: string
  readonly consoleUrl?: string
}

/** Where an attacker may sit: in the process with the network, or in the critical function itself. */
export type SandboxPlace = 'courier' | 'function'

export interface SandboxRun {
  readonly output: string
  /** A filter that kills, a limit, or lack of time. */
  readonly killed: boolean
}

/** What came of malformed messages from within. */
export interface FuzzRun {
  /** Commands that took effect though nobody who may gave them. */
  readonly accepted: number
  /** Questions to the gate meanwhile, and those that it did not answer within a second. */
  readonly asked: number
  readonly unanswered: number
  /** Whether a function that had no part in it was stopped. */
  readonly disturbed: boolean
  /** How often misbehaviour was noticed: a message dropped, a process ended. */
  readonly noticed: number
}

/** The guard's sandboxes, for attacks from within. Given by whoever may start processes; a probe starts none. */
export interface SandboxTarget {
  /**
   * Runs a Perl script as the process would be that was taken over, with some layers of its sandbox switched off, and gives what it
   * wrote and whether a signal ended it. Ends it after a while.
   */
  readonly run: (place: SandboxPlace, script: string, without: readonly string[]) => Promise<SandboxRun>
  /**
   * Runs a JavaScript program in the place of a process for a while, and asks gate and guard all the time what they still do. Absent
   * where no gate can be started.
   */
  readonly fuzz?: (place: SandboxPlace, program: string) => Promise<FuzzRun>
  /** Number of a system call here, or undefined where this architecture lacks it. */
  readonly callNumber: (name: string) => number | undefined
}

/** What a mirror answers: a file's bytes, pieces that need not end, or nothing. */
export type MirrorAnswer = Uint8Array | Iterable<Uint8Array> | undefined
export type Mirror = (path: string) => MirrorAnswer

/** What an updater made of a mirror. */
export interface Offered {
  /** What it reported, such as `refused`; `silent` where it reported nothing in time. */
  readonly event: string
  readonly code: string | undefined
  /** Whether the next start of the machine would take another slot. */
  readonly switched: boolean
  /** Whether anything stands in the slot that is not in use. */
  readonly wrote: boolean
  /** Bytes that the mirror got rid of. */
  readonly served: number
}

/** A device with an updater, and the maker whom it believes: made for one attack, with keys that are worth nothing. */
export interface UpdateField {
  /** The maker signs a release and publishes it. */
  readonly publish: (number: number) => Promise<void>
  /** What is published now, by path in the repository. */
  readonly files: () => ReadonlyMap<string, Uint8Array>
  /** The device asks the maker itself what there is, and installs nothing. */
  readonly look: () => Promise<void>
  /** The device's updater runs against a mirror until it reports something. */
  readonly offer: (mirror: Mirror) => Promise<Offered>
  readonly end: () => void
}

/** Updaters as this device runs them. Given by whoever may start processes; a probe starts none. */
export interface UpdateTarget {
  /** A device that runs a release with this number. */
  readonly field: (installed: number) => Promise<UpdateField>
}

/** A running device and its fleet server, as the attacker finds them. */
export interface ProbeTarget {
  readonly deviceFile: DeviceFile
  /** Data folder of the guard, read raw as a thief would. */
  readonly dataDir?: string
  /** Folder of the local API's sockets, `<component>.sock`. */
  readonly runDir?: string
  readonly fleet: FleetTarget
  /** Whether the sealed log in a folder verifies. Given by whoever may hold its keys; a probe never does. */
  readonly verifyLog?: (folder: string) => Promise<boolean>
  /** Absent where the guard's sandboxes cannot be started. */
  readonly sandbox?: SandboxTarget
  /** Absent where no updater can be started. */
  readonly update?: UpdateTarget
  /** Milliseconds since the epoch. */
  readonly now: number
}

export interface ProbeResult {
  readonly result: 'held' | 'failed' | 'not-run'
  /** What was done, for a reader who wants to repeat it. */
  readonly did: string
  readonly saw: string
}

/** One attack on one kind of control. */
export interface Probe {
  readonly id: string
  /** Raised with every change that could change a result. */
  readonly version: string
  readonly title: string
  /** What the attack tries to do, imperative. */
  readonly goal: string
  readonly kind: Control['kind']
  readonly cwe: readonly number[]
  readonly run: (target: ProbeTarget) => Promise<ProbeResult>
}

/** The probe could not attack; `why` names what is missing. */
export function notRun(did: string, why: string): ProbeResult {
  return { result: 'not-run', did, saw: why }
}

/** `failed` if any attack got through, `held` if none did. */
export function verdict(did: string, breaches: readonly string[], attempts: number): ProbeResult {
  if (breaches.length === 0) return { result: 'held', did, saw: `all ${attempts} attempts were refused` }
  const shown = breaches.slice(0, 5).join('; ')
  return { result: 'failed', did, saw: `${breaches.length} of ${attempts} attempts got through: ${shown}` }
}
