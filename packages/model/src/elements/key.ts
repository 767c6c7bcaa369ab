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
  /** How the verifying or using side keeps it. */
  readonly keptAs?:
    | 'plain'
    | 'reversible'
    | 'fast-hash'
    | 'salted-hash'
    | 'slow-hash'
    | 'wrapped'
    | 'hardware'
  /** Cipher or hash it is for: aes-256-gcm, ecdsa-p256, des. */
  readonly algorithm?: string
  readonly bits?: number
  readonly made?: 'on-device' | 'at-fleet' | 'by-maker' | 'by-person' | 'from-serial-number'
  readonly randomness?: 'csprng' | 'weak'
  /** Whether whoever runs the device can change it. */
  readonly changeable?: boolean
  /** Whether it can be withdrawn before it expires. */
  readonly revocable?: boolean
  /** Whether every use is logged. */
  readonly audited?: boolean
  /** Controls of which all must fail before the fleet hands it to a device that is not where it belongs. */
  readonly releasedBy: readonly string[]
  readonly password?: PasswordRules
}

/** Rules of a password or PIN. */
export interface PasswordRules {
  readonly lengthMin?: number
  /** Days after which it has to be changed; undefined where it never has to. */
  readonly maxAgeDays?: number
  /** Whether changing it asks for the old one. */
  readonly changeAsksOld?: boolean
  readonly recovery?: 'none' | 'administrator' | 'second-channel' | 'security-question' | 'fixed-code'
  /** Whether known bad passwords are refused. */
  readonly badRefused?: boolean
}

export interface Role {
  readonly id: string
  readonly name: string
  readonly kind: 'clinician' | 'patient' | 'technician' | 'administrator' | 'maker' | 'operator'
  /** `true` where it signs in with something of its own, never a shared account. */
  readonly individual: boolean
  /** How many independent proofs signing in asks for. */
  readonly factors?: number
  /** Milliseconds of idleness after which it is signed out; undefined where it never is. */
  readonly signOutAfter?: number
  /** Whether it may do what others may not in an emergency (45 CFR 164.312(a)(2)(ii)). */
  readonly emergency?: boolean
  /** Other roles that it must not be held with (separation of duties). */
  readonly notWith: readonly string[]
}
