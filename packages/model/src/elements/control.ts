import type { InputTopic } from './common.ts'

/** What makes a control hold: a part of the guard, a named mechanism of the maker, or a procedure. */
export type Enforcement =
  | { readonly by: 'guard'; readonly mechanism: string }
  | { readonly by: 'mechanism'; readonly mechanism: string }
  | { readonly by: 'procedure' }
  | { readonly by: 'nobody' }

/** What a control that uses cryptography is made of. */
export interface Cryptography {
  /** As in the field: aes-256-gcm, tls, wpa2-psk, des, md5, crc-32. */
  readonly algorithm: string
  readonly keyBits?: number
  readonly nonces?: 'random' | 'counter' | 'fixed' | 'none'
  /** Lowest protocol version that it agrees to. */
  readonly minimumVersion?: string
  /** How much of a peer's certificate is checked. */
  readonly certificates?: 'full' | 'no-name' | 'no-chain' | 'no-expiry' | 'no-revocation' | 'none'
  /** Whether a change of the ciphertext is noticed. */
  readonly authenticated?: boolean
  /** True for a design of one's own that no expert outside has analysed. */
  readonly proprietary?: boolean
}

/** What a control does to the device beside its task. */
export type SideEffect =
  | 'alarm-fatigue'
  | 'delay'
  | 'lock-out'
  | 'log-filling'
  | 'loss-of-data'
  | 'power-use'
  | 'update-interruption'

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
  /** Topics of input that it stops, for validation and hardening. */
  readonly stops: readonly InputTopic[]
  readonly cryptography?: Cryptography
  /** What an authentication rests on. */
  readonly factor?:
    | 'address'
    | 'badge'
    | 'biometric'
    | 'certificate'
    | 'hardware-token'
    | 'pairing'
    | 'password'
    | 'physical-presence'
    | 'pin'
    | 'shared-secret'
    | 'signature'
  /** Component that carries it out; on the caller's side it is the caller's word. */
  readonly at?: string
  /** What it does where it cannot decide. */
  readonly fails?: 'closed' | 'open'
  /** Risks that come from the control itself (ANSI/AAMI SW96:2023). */
  readonly sideEffects: readonly SideEffect[]
  /** Controls or design measures that keep the side effects down. */
  readonly sideEffectsTreatedBy: readonly string[]
  /** ISO 8601 date of the last review by a person. */
  readonly reviewed?: string
}
