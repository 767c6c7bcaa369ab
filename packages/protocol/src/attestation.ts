/** Messages by which a device proves its TPM and what was started on it. Each is strict and bounded. */
import { z } from 'zod'
import type { Bytes } from '@pericard/base'
import { bytesOf } from './messages.ts'

/** A public area, a credential or a quote of a TPM in bytes; none of them comes near it. */
const tpmBytesMax = 1024

const tpmBytes = bytesOf().refine(({ length }) => length > 0 && length <= tpmBytesMax)

/** The keys by which a TPM is known, as TPMT_PUBLIC. */
export interface AttestationRegistration {
  readonly endorsement: Bytes
  readonly attestation: Bytes
}

export const attestationRegistration: z.ZodType<AttestationRegistration> = z.strictObject({
  endorsement: tpmBytes,
  attestation: tpmBytes,
})

/** A secret that only that TPM can give back, and only if the attestation key is its own (TPM 2.0 Library part 1, 24). */
export interface CredentialChallenge {
  readonly blob: Bytes
  readonly secret: Bytes
}

export const credentialChallenge: z.ZodType<CredentialChallenge> = z.strictObject({
  blob: tpmBytes,
  secret: tpmBytes,
})

export interface CredentialAnswer {
  readonly secret: Bytes
}

export const credentialAnswer: z.ZodType<CredentialAnswer> = z.strictObject({ secret: bytesOf(32) })

/** What the next request for the share has to answer: 16 bytes, base64url, for a minute and once. */
export interface KeyShareChallenge {
  readonly nonce: string
}

export const keyShareChallenge: z.ZodType<KeyShareChallenge> = z.strictObject({
  nonce: z.string().length(22),
})
