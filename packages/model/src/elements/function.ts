import type { Severity } from './common.ts'

/** Limits of one number in a command. Rates are per minute. */
export interface ParameterLimits {
  /** UCUM unit. */
  readonly unit: string
  readonly min: number
  readonly max: number
  /** Beyond these, but within `min` and `max`, a role of `Envelope.softOverrideBy` has to give a reason. */
  readonly softMin?: number
  readonly softMax?: number
  /** Values are whole multiples of it. */
  readonly resolution?: number
  /** Largest change between one value and the next. */
  readonly step?: number
  /** Largest change from any value in force during the last minute. */
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
  /** At most `most` accepted commands within any `window` milliseconds. */
  readonly rate?: { readonly most: number; readonly window: number }
  /**
   * What it has to do with the patient or prescription that the function is bound to: `binds` names one, `bound` is taken only
   * for that one, `releases` ends it.
   */
  readonly subject?: 'binds' | 'bound' | 'releases'
}

export interface Envelope {
  readonly initialState: string
  /** Roles that may pass a soft limit, with a reason. */
  readonly softOverrideBy?: readonly string[]
  /** How long a binding holds, in milliseconds; undefined until it is released. */
  readonly bindingLasts?: number
  /** Roles that may confirm at the device that a lost history may be disregarded. */
  readonly historyConfirmedBy?: readonly string[]
  /** Roles whose signature makes narrower limits (a drug library, a prescription) count. */
  readonly limitsSignedBy?: readonly string[]
  /** Cumulative limit: at most `max` of `parameter` integrated over time within `window` milliseconds. */
  readonly cumulative?: {
    readonly parameter: string
    readonly max: number
    readonly unit: string
    readonly window: number
  }
}

/** What tells people that a function needs them. */
export interface Alarm {
  readonly id: string
  readonly condition: string
  /** IEC 60601-1-8 priority. */
  readonly priority: 'low' | 'medium' | 'high'
  /** Component that decides to raise it. */
  readonly raisedBy: string
  /** Components that show or sound it; it is masked when none of them does. */
  readonly shownAt: readonly string[]
  /** Interfaces by which it can be silenced. */
  readonly silencedThrough: readonly string[]
  /** Whether a place that no longer hears from what raises it alarms by itself: a closed circuit, a supervised link. */
  readonly supervised?: boolean
  /** Longest silence in milliseconds; undefined where it can be silenced for ever. */
  readonly longestSilence?: number
}

/** A program that the gate runs. */
export interface FunctionProgram {
  readonly path: string
  readonly sha256?: string
  /** Who has to have signed the folder that it lies in, program and configuration; Ed25519 public key in base64url. */
  readonly signedBy?: { readonly role: string; readonly key: string }
  readonly heartbeatMs: number
  /** Milliseconds between two looks at that folder while it runs. */
  readonly verifyEvery?: number
  /** Role with which it may itself ask for commands; without one its asking is misbehaviour. */
  readonly role?: string
}

export interface FallbackProgram extends FunctionProgram {
  /** The values it goes on with, at most: a lower value in force stays in force. */
  readonly parameters: Readonly<Record<string, number>>
  /** Commands that it takes; undefined where it takes all of them. */
  readonly commands?: readonly string[]
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
  readonly program?: FunctionProgram
  /** Simple program that takes over for good when `program` misbehaves (Simplex architecture). */
  readonly fallback?: FallbackProgram
  readonly patients: number
  readonly alarms: readonly Alarm[]
  /** Whether whoever stands at the device can always stop it, whatever its software does. */
  readonly localStop?: 'hardware' | 'software' | 'none'
  /** Controls that stop it independently of its component: interlock, second channel. */
  readonly interlockBy: readonly string[]
  /** Controls that compare what it did with what it was told. */
  readonly feedbackBy: readonly string[]
  /** Control that notices when it hangs. */
  readonly watchedBy?: string
  /** Whether it goes on without any network. */
  readonly withoutNetwork?: 'goes-on' | 'degrades' | 'stops'
  /** What it does when power comes back. */
  readonly afterPowerLoss?: 'safe-state' | 'last-state' | 'undefined'
  /** Configuration data that its limits come from: a drug library. */
  readonly library?: string
  /** Measured data that its dose depends on. */
  readonly inputs: readonly string[]
}
