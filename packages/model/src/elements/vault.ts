/** How the vault's key comes about, and where the keys under it are rooted (design section 6). */
export interface VaultSettings {
  /** Key ids whose shares make the vault's key: all of them, or `threshold` of them. */
  readonly unlock: readonly string[]
  /** How many of `unlock` suffice; undefined where all are needed. */
  readonly threshold?: number
  /** The control that seals; its failing means plaintext on the medium. */
  readonly sealedBy?: string
  /** TPM PCRs (SHA-256 bank) that the TPM share is sealed to and that the fleet wants quoted. */
  readonly pcrs?: readonly number[]
  /** How long the vault opens without the fleet; undefined where it never does. */
  readonly offline?: OfflineLease
  /** Where the secrets lie whose end makes deleted keys unreadable for good. */
  readonly eraseRoot?: 'tpm' | 'fleet' | 'medium'
  /** Who may order what is done with the keys. */
  readonly officers?: readonly KeyOfficer[]
  /** How many of them have to approve an order; undefined where none has to. */
  readonly approvals?: number
  /** How many officers' pieces open the records where the shares are lost; undefined where nobody can. */
  readonly escrow?: number
}

/** A person in a role, known by a signing key. */
export interface KeyOfficer {
  readonly name: string
  readonly role: string
  /** Raw Ed25519 public key, base64url. */
  readonly signingKey: string
  /** Raw X25519 public key, base64url, that the officer's piece of the escrow is sealed to. */
  readonly escrowKey?: string
}

/** The fleet's share, kept on the device for a bounded time. */
export interface OfflineLease {
  /** Milliseconds of the TPM's clock since the fleet was last asked. */
  readonly time: number
  /** Starts of the device since then. */
  readonly boots: number
}
