import type { SecretKey } from '../keys/key.ts'

/**
 * Holds the secrets that keys are rooted in so that destroying one destroys them all for good. A key deleted from a file stays
 * readable on flash (wear levelling, journals); one whose root lay in TPM NV or at the fleet does not. Generations count up from
 * 1; the vault moves to the next, then destroys the one before. Every adapter passes `erase-root.contract.ts`.
 */
export interface EraseRoot {
  /** Where the secrets lie; a receipt says it. `medium` is the weak case: only overwritten in place. */
  readonly kind: 'tpm' | 'fleet' | 'medium'
  /** The secret of a generation; undefined where there is none (never made, or destroyed). */
  read(generation: number): Promise<SecretKey | undefined>
  /** Makes the secret of a generation, or gives the one that is there: a crash may have come before it was used. */
  create(generation: number): Promise<SecretKey>
  /** Destroys it for good; nothing happens where it is gone already. */
  destroy(generation: number): Promise<void>
}
