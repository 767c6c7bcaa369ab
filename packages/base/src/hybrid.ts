/** Signatures that hold while either Ed25519 (RFC 8032) or ML-DSA-65 (FIPS 204) does: both are made, both must verify. */
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { utf8 } from './bytes.ts'
import { canonicalJson } from './json.ts'

/** Signatures of one document, and keys of one role. */
export const signaturesMax = 16

/** Both public halves, as SubjectPublicKeyInfo in base64. The id is the SHA-256 of the two. */
export interface HybridPublicKey {
  readonly ed25519: string
  readonly mldsa65: string
}

/** Both private halves. `KeyObject`s print no key material. */
export interface HybridKey {
  readonly ed25519: KeyObject
  readonly mldsa65: KeyObject
}

/** Who may sign, and how many of them have to. */
export interface HybridRole {
  readonly keys: readonly HybridPublicKey[]
  readonly threshold: number
}

export interface HybridSignature {
  readonly key: string
  readonly ed25519: string
  readonly mldsa65: string
}

/** A document with its signatures. What is signed is `pericard <type> 1`, a line feed and the canonical JSON of `signed`. */
export interface Signed<T> {
  readonly signed: T
  readonly signatures: readonly HybridSignature[]
}

const base64: z.ZodType<string> = z
  .string()
  .max(8192)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/)
const keyId: z.ZodType<string> = z.string().regex(/^[0-9a-f]{64}$/)
export const hybridPublicKeySchema: z.ZodType<HybridPublicKey> = z.strictObject({
  ed25519: base64,
  mldsa65: base64,
})
export const hybridRoleSchema: z.ZodType<HybridRole> = z
  .strictObject({
    keys: z.array(hybridPublicKeySchema).min(1).max(signaturesMax),
    threshold: z.number().int().min(1).max(signaturesMax),
  })
  .refine(({ keys, threshold }) => threshold <= new Set(keys.map(hybridKeyId)).size, {
    message: 'the threshold is above the number of different keys',
  })
const signatureSchema: z.ZodType<HybridSignature> = z.strictObject({
  key: keyId,
  ed25519: base64,
  mldsa65: base64,
})

/** Shape of a list of signatures. */
export const signaturesSchema: z.ZodType<readonly HybridSignature[]> = z
  .array(signatureSchema)
  .max(signaturesMax)

/** A fresh pair of private keys. */
export function generateHybridKey(): HybridKey {
  return {
    ed25519: generateKeyPairSync('ed25519').privateKey,
    mldsa65: generateKeyPairSync('ml-dsa-65').privateKey,
  }
}

/** The public halves of a key. */
export function publicHalf(key: HybridKey): HybridPublicKey {
  const spki = (half: KeyObject): string =>
    createPublicKey(half).export({ format: 'der', type: 'spki' }).toString('base64')
  return { ed25519: spki(key.ed25519), mldsa65: spki(key.mldsa65) }
}

/** Name of a key: SHA-256 in hex over both halves, so that neither can be exchanged alone. */
export function hybridKeyId(key: HybridPublicKey): string {
  return createHash('sha256')
    .update(canonicalJson({ ed25519: key.ed25519, mldsa65: key.mldsa65 }))
    .digest('hex')
}

/** Signs a document, or adds a signature to it; a signature of the same key is replaced. */
export function signDocument<T>(
  type: string,
  document: Signed<T> | { readonly signed: T },
  key: HybridKey,
): Signed<T> {
  const bytes = signedBytes(type, document.signed)
  const id = hybridKeyId(publicHalf(key))
  const others = 'signatures' in document ? document.signatures.filter((other) => other.key !== id) : []
  const signature = {
    key: id,
    ed25519: sign(null, bytes, key.ed25519).toString('base64'),
    mldsa65: sign(null, bytes, key.mldsa65).toString('base64'),
  }
  return { signed: document.signed, signatures: [...others, signature] }
}

/**
 * How many different keys of the role signed the document, each with both algorithms. Whoever asks compares it with the
 * role's threshold, and refuses with an error of its own.
 */
export function soundSignatures(type: string, document: Signed<unknown>, role: HybridRole): number {
  const bytes = signedBytes(type, document.signed)
  const keys = new Map(role.keys.map((key) => [hybridKeyId(key), key]))
  const good = new Set<string>()
  for (const signature of document.signatures) {
    const key = keys.get(signature.key)
    if (key !== undefined && verifies(bytes, signature, key)) good.add(signature.key)
  }
  return good.size
}

function verifies(bytes: Uint8Array, signature: HybridSignature, key: HybridPublicKey): boolean {
  const ed25519 = publicKey(key.ed25519, 'ed25519')
  const mldsa65 = publicKey(key.mldsa65, 'ml-dsa-65')
  if (ed25519 === undefined || mldsa65 === undefined) return false
  const [first, second] = [exactBytes(signature.ed25519), exactBytes(signature.mldsa65)]
  if (first === undefined || second === undefined) return false
  return verify(null, bytes, ed25519, first) && verify(null, bytes, mldsa65, second)
}

/** Decoders skip bits that no byte uses, so that an altered text could pass for the one that was signed. */
function exactBytes(base64Text: string): Uint8Array | undefined {
  const bytes = Buffer.from(base64Text, 'base64')
  return bytes.toString('base64') === base64Text ? bytes : undefined
}

/** A key of another algorithm in either place would make the pair as weak as the other half. */
function publicKey(spki: string, type: 'ed25519' | 'ml-dsa-65'): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === type ? key : undefined
  } catch {
    return undefined
  }
}

/** The type in front keeps a signature of one kind of document from passing for one of another. */
function signedBytes(type: string, signed: unknown): Uint8Array {
  return utf8(`pericard ${type} 1\n${canonicalJson(signed)}`)
}
