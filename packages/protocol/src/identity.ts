/** Another certificate in the place of a device's (docs/specs/enrolment.md, "Renewal"). */
import { z } from 'zod'
import { type Bytes, canonicalJson, utf8 } from '@pericard/base'

/** Base64 characters of a PKCS#10 request. */
const requestCharactersMax = 16 * 1024

/** Device → fleet. `request` is PKCS#10 in base64; `signature` Ed25519 by the unlock key over the canonical JSON of the rest. */
export interface IdentityRenewal {
  readonly v: 1
  readonly device: string
  readonly request: string
  readonly signature: string
}

export const identityRenewal: z.ZodType<IdentityRenewal> = z.strictObject({
  v: z.literal(1),
  device: z.string().min(1).max(200),
  request: z.base64().min(1).max(requestCharactersMax),
  signature: z.string().length(86),
})

/** What the unlock key signs. */
export function identityRenewalStatement({ v, device, request }: Omit<IdentityRenewal, 'signature'>): Bytes {
  return utf8(canonicalJson({ v, device, request }))
}

/** Fleet → device: certificates alone, base64 PKCS#7 (RFC 7030, 4.2.3). */
export interface IdentityRenewalAnswer {
  readonly certificate: string
}

export const identityRenewalAnswer: z.ZodType<IdentityRenewalAnswer> = z.strictObject({
  certificate: z
    .string()
    .min(1)
    .max(64 * 1024),
})
