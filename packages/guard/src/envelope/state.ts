/** What goes into the checker and what comes out: plain values, replaced rather than changed. */

export type EnvelopeRefusalCode =
  | 'ENVELOPE_COMMAND_UNKNOWN'
  | 'ENVELOPE_HISTORY'
  | 'ENVELOPE_ROLE'
  | 'ENVELOPE_STATE'
  | 'ENVELOPE_CONFIRMATION'
  | 'ENVELOPE_SUBJECT'
  | 'ENVELOPE_PARAMETER_UNKNOWN'
  | 'ENVELOPE_PARAMETER_MISSING'
  | 'ENVELOPE_UNIT'
  | 'ENVELOPE_RANGE'
  | 'ENVELOPE_SOFT_LIMIT'
  | 'ENVELOPE_INTERVAL'
  | 'ENVELOPE_RATE'
  | 'ENVELOPE_TOO_MANY'
  | 'ENVELOPE_STEP'
  | 'ENVELOPE_RAMP'
  | 'ENVELOPE_CUMULATIVE'

/** A command as it reaches the gate. Everything in it is attacker-controlled until it was checked. */
export interface CommandRequest {
  readonly command: string
  /** Numbers in the declared unit, or `{ value, unit }` with the value as a number or decimal text. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly role: string
  /** The person at the device confirmed it there. */
  readonly confirmed: boolean
  /** Patient or prescription that it is for; a random order number rather than anything that names a person. */
  readonly subject?: string | undefined
  /** Why a soft limit may be passed: a code such as `palliative-care`, never free text about a patient. */
  readonly reason?: string | undefined
}

/** A value that was in force from a moment on, as a count of billionths of its unit. */
export interface InForce {
  readonly value: bigint
  readonly from: number
}

/** What was delivered, as far back as the cumulative window reaches. Values as in `InForce`. */
export interface Delivery {
  readonly segments: readonly { readonly from: number; readonly rate: bigint }[]
  /** Weighted already: see `Sum`. */
  readonly amounts: readonly { readonly at: number; readonly amount: bigint }[]
}

/** What the envelope remembers of the commands it let through. Times are whole milliseconds that never go back. */
export interface EnvelopeState {
  readonly mode: string
  /** By parameter: values in force during the last minute, oldest first; the last one is in force now. */
  readonly values: Readonly<Record<string, readonly InForce[]>>
  /** By command: when it was accepted, oldest first, as far back as its limits look. */
  readonly accepted: Readonly<Record<string, readonly number[]>>
  readonly delivery: Delivery
  /** The patient or prescription that it serves, and until when. */
  readonly binding?: { readonly subject: string; readonly until?: number }
  /** The history was lost: until then only what ends delivery is accepted. */
  readonly holdUntil?: number
  /** Latest moment seen; an earlier `now` counts as this one, so turning the clock back frees nothing. */
  readonly at: number
}

export type EnvelopeVerdict =
  | {
      readonly ok: true
      readonly state: EnvelopeState
      readonly parameters: Readonly<Record<string, number>>
      /** Parameters whose soft limit was passed with a reason. */
      readonly overridden: readonly string[]
    }
  | {
      readonly ok: false
      readonly code: EnvelopeRefusalCode
      readonly message: string
      /** The very state that was given. */
      readonly state: EnvelopeState
    }

export interface Refusal {
  readonly code: EnvelopeRefusalCode
  readonly message: string
}
