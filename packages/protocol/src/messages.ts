/** Messages on the device port. Each is strict and bounded; unknown keys are refused. */
import { z } from 'zod'
import { type Bytes, canonicalJson, JsonError, parseJson, utf8 } from '@pericard/base'
import { fromBase64url } from './base64url.ts'

/** Characters of an id that a peer chooses. */
const idCharactersMax = 200
/** Sealed Bundles in base64url characters; four thirds of the largest body that the port takes. */
const sealedCharactersMax = 4 * 1024 * 1024
/** Events or evidence lines in one request. */
export const linesMax: number = 500
const detailCharactersMax = 500

const id = z.string().min(1).max(idCharactersMax)
/** Bytes in base64url without padding. */
export const bytesOf = (exactly?: number): z.ZodType<Bytes, string> =>
  z
    .string()
    .max(sealedCharactersMax)
    .transform((text, context) => {
      const bytes = fromBase64url(text)
      if (bytes !== undefined && (exactly === undefined || bytes.length === exactly)) return bytes
      context.addIssue({
        code: 'custom',
        message: `wanted base64url${exactly ? ` of ${exactly} bytes` : ''}`,
      })
      return z.NEVER
    })
const counter = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Device → fleet: asks for the fleet's share of the vault's key. `signature` covers the canonical JSON of the rest. */
export interface KeyShareRequest {
  readonly v: 1
  readonly device: string
  readonly bootEpoch: number
  /** Made anew at each start, 16 bytes base64url: two devices that say they are in the same boot are a device and its copy. */
  readonly bootId: string
  /** 16 bytes base64url, never used twice; of a device with a TPM the fleet's challenge. */
  readonly nonce: string
  /** Ephemeral X25519 key, base64url, to which the answer is sealed. */
  readonly hpkePublicKey: string
  /** Of a device with a TPM: a quote over the SHA-256 of the statement, TPMS_ATTEST and TPMT_SIGNATURE in base64url. */
  readonly quote?: { readonly attest: string; readonly signature: string } | undefined
  /** The device wants another share in the place of this one. */
  readonly rotate?: true | undefined
  /** Ed25519 by the device's unlock key, base64url. */
  readonly signature: string
}

export const keyShareRequest: z.ZodType<KeyShareRequest> = z.strictObject({
  v: z.literal(1),
  device: id,
  bootEpoch: counter,
  bootId: z.string().length(22),
  nonce: z.string().length(22),
  hpkePublicKey: z.string().length(43),
  quote: z
    .strictObject({ attest: z.string().min(1).max(1024), signature: z.string().min(1).max(512) })
    .optional(),
  rotate: z.literal(true).optional(),
  signature: z.string().length(86),
})

/** What the unlock key signs and the quote covers: everything but these two. */
export function keyShareStatement(request: Omit<KeyShareRequest, 'signature' | 'quote'>): Bytes {
  const { v, device, bootEpoch, bootId, nonce, hpkePublicKey, rotate } = request
  const wanted = rotate === true ? { rotate } : {}
  return utf8(canonicalJson({ v, device, bootEpoch, bootId, nonce, hpkePublicKey, ...wanted }))
}

/** Additional data of the sealed share: an answer fits one device and one request. */
export function keyShareAad(device: string, nonce: string): Bytes {
  return utf8(canonicalJson({ device, nonce }))
}

/**
 * Device → fleet: the vault hangs on the next share now, and the one before can be destroyed. `share` is the SHA-256 of the next one
 * after `pericard/1/share` and a line feed, base64url: only who had it sealed to itself knows it.
 */
export interface KeyShareRotated {
  readonly v: 1
  readonly device: string
  readonly share: string
  /** Ed25519 by the device's unlock key over the canonical JSON of the rest, base64url. */
  readonly signature: string
}

export const keyShareRotated: z.ZodType<KeyShareRotated> = z.strictObject({
  v: z.literal(1),
  device: id,
  share: z.string().length(43),
  signature: z.string().length(86),
})

/** What the unlock key signs. */
export function keyShareRotatedStatement({ v, device, share }: Omit<KeyShareRotated, 'signature'>): Bytes {
  return utf8(canonicalJson({ v, device, share }))
}

/** Fleet → device. `enc` and `ct` are HPKE; the plaintext is the 32-byte share, and the next one where it is being rotated. */
export interface KeyShareResponse {
  readonly v: 1
  readonly leaseSeconds: number
  readonly enc: Bytes
  readonly ct: Bytes
}

export const keyShareResponse: z.ZodType<KeyShareResponse> = z.strictObject({
  v: z.literal(1),
  leaseSeconds: z.int().min(1),
  enc: bytesOf(32),
  ct: bytesOf(),
})

/** A Bundle sealed to the fleet's ingest key. The additional data is `<device> <idempotency key>`. */
export interface SealedBundle {
  readonly v: 1
  readonly keyId: string
  readonly enc: Bytes
  readonly ct: Bytes
}

export const sealedBundle: z.ZodType<SealedBundle> = z.strictObject({
  v: z.literal(1),
  keyId: id,
  enc: bytesOf(32),
  ct: bytesOf(),
})

/** Binds a sealed Bundle to its sender and its place in the sender's sequence. */
export function sealedBundleAad(device: string, key: IdempotencyKey): Bytes {
  return utf8(`${device} ${formatIdempotencyKey(key)}`)
}

export interface IngestKey {
  readonly keyId: string
  /** Raw X25519. */
  readonly publicKey: Bytes
}

export const ingestKey: z.ZodType<IngestKey> = z.strictObject({ keyId: id, publicKey: bytesOf(32) })

export interface EventReport {
  readonly events: readonly { readonly sequence: number; readonly kind: string; readonly detail: string }[]
}

export const eventReport: z.ZodType<EventReport> = z.strictObject({
  events: z
    .array(z.strictObject({ sequence: counter, kind: id, detail: z.string().max(detailCharactersMax) }))
    .max(linesMax),
})

/** Registers the device's unlock-signing key, once. Raw Ed25519 public key. */
export interface UnlockKeyRegistration {
  readonly publicKey: Bytes
}

export const unlockKeyRegistration: z.ZodType<UnlockKeyRegistration> = z.strictObject({
  publicKey: bytesOf(32),
})

/** Which of a device's messages this is: its boot and its number within. */
export interface IdempotencyKey {
  readonly bootEpoch: number
  readonly sequence: number
}

export function formatIdempotencyKey({ bootEpoch, sequence }: IdempotencyKey): string {
  return `${bootEpoch}:${sequence}`
}

/** `undefined` unless it is exactly `<boot epoch>:<sequence>` in decimal without leading zeros. */
export function parseIdempotencyKey(text: string): IdempotencyKey | undefined {
  const match = /^(0|[1-9]\d{0,14}):(0|[1-9]\d{0,14})$/.exec(text)
  return match ? { bootEpoch: Number(match[1]), sequence: Number(match[2]) } : undefined
}

export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string }

/** Reads a message. The problem names the field and what was wanted, never the value, which may be patient data. */
export function decode<T>(codec: z.ZodType<T>, text: string): Decoded<T> {
  let value: unknown
  try {
    value = parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) return { ok: false, problem: error.message }
    throw error
  }
  const result = codec.safeParse(value)
  if (result.success) return { ok: true, value: result.data }
  const problems = result.error.issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.join('.') || 'message'}: ${code}`)
  return { ok: false, problem: problems.join('; ') }
}
