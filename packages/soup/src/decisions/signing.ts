/** Who signed a line of the register, and whose lines are believed. */
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { canonicalJson, fromUtf8, JsonError, parseJson, utf8 } from '@pericard/base'
import { z } from 'zod'
import type { SoupIssue } from '../sbom/types.ts'
import type { Decision } from './types.ts'

/** Keys of one file of deciders. */
const decidersMax = 1_000
const decidersCharactersMax = 1024 * 1024
const nameMax = 200

const rawKey: z.ZodType<string> = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
/** The public key, raw in base64url as in the device file's `signing-key`, and an Ed25519 signature (RFC 8032) in base64url. */
export interface DecisionSignature {
  readonly key: string
  readonly ed25519: string
}
export const decisionSignatureSchema: z.ZodType<DecisionSignature> = z.strictObject({
  key: rawKey,
  ed25519: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
})

/** Somebody who may decide. */
export interface Decider {
  readonly name: string
  /** Public Ed25519 key, raw in base64url. */
  readonly key: string
}

/** A line of a register as it was read. */
export interface RegisterEntry {
  /** From 1. */
  readonly line: number
  /** SHA-256 of the line before. */
  readonly previous: string
  readonly decision: Decision
  readonly signature?: DecisionSignature
}

/** A decision that counts for nothing. */
export interface NotBelieved {
  readonly line: number
  readonly decision: Decision
  readonly because: string
}

/**
 * Signs a decision at its place. The hash of the line before is signed too: with that line stand all before it, so that whoever
 * writes the file cannot take one of them out and hang the later ones together anew.
 */
export function signDecision(decision: Decision, previous: string, key: KeyObject): DecisionSignature {
  const bytes = signedBytes(decision, previous)
  return { key: rawPublicKey(key), ed25519: sign(null, bytes, key).toString('base64url') }
}

/** The public half of an Ed25519 key, raw in base64url. */
export function rawPublicKey(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'jwk' }).x ?? ''
}

/** Sorts the lines of a register into those that count and those that do not: a line counts if it is signed by the key of the one it names. */
export function believe(
  entries: readonly RegisterEntry[],
  deciders: readonly Decider[],
): { readonly decisions: readonly Decision[]; readonly notBelieved: readonly NotBelieved[] } {
  const decisions: Decision[] = []
  const notBelieved: NotBelieved[] = []
  for (const entry of entries) {
    const because = doubtOf(entry, deciders)
    if (because === undefined) decisions.push(entry.decision)
    else notBelieved.push({ line: entry.line, decision: entry.decision, because })
  }
  return { decisions, notBelieved }
}

function doubtOf(
  { decision, previous, signature }: RegisterEntry,
  deciders: readonly Decider[],
): string | undefined {
  if (signature === undefined) return 'it is not signed'
  const owners = deciders.filter(({ key }) => key === signature.key)
  if (owners.length === 0) return 'it is signed by a key that is not among the deciders'
  // Else one decider could decide in the name of another.
  if (!owners.some(({ name }) => name === decision.by))
    return `it names ${decision.by}, and is signed by ${owners.map(({ name }) => name).join(' or ')}`
  return verifies(signature, signedBytes(decision, previous)) ? undefined : 'its signature does not hold'
}

function verifies({ key, ed25519 }: DecisionSignature, bytes: Uint8Array): boolean {
  const signature = Buffer.from(ed25519, 'base64url')
  // Decoders skip bits that no byte uses: an altered text could pass for the one that was signed.
  if (signature.toString('base64url') !== ed25519) return false
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
    return verify(null, bytes, publicKey, signature)
  } catch {
    return false
  }
}

/** The type in front keeps a signature of one kind of document from passing for one of another. */
function signedBytes(decision: Decision, previous: string): Uint8Array {
  return utf8(`pericard soup-decision 1\n${canonicalJson({ decision, previous })}`)
}

const decidersSchema = z.strictObject({
  v: z.literal(1),
  deciders: z
    .array(z.strictObject({ name: z.string().min(1).max(nameMax), key: rawKey }))
    .min(1)
    .max(decidersMax),
})

export type ReadDecidersResult =
  | { readonly ok: true; readonly deciders: readonly Decider[] }
  | { readonly ok: false; readonly issues: readonly SoupIssue[] }

/** Reads a file of deciders: `{"v":1,"deciders":[{"name":"ada","key":"…"}]}`. */
export function readDeciders(bytes: Uint8Array): ReadDecidersResult {
  try {
    const text = fromUtf8(bytes)
    if (text === undefined) return refused('', 'found bytes that are no UTF-8')
    const read = decidersSchema.safeParse(
      parseJson(text, { charactersMax: decidersCharactersMax, depthMax: 8 }),
    )
    if (read.success) return { ok: true, deciders: read.data.deciders }
    const [issue] = read.error.issues
    return refused(`/${issue?.path.join('/') ?? ''}`, issue?.message ?? 'is no file of deciders')
  } catch (error) {
    if (error instanceof JsonError) return refused('', error.message)
    throw error
  }
}

/** A file of deciders. */
export function decidersText(deciders: readonly Decider[]): string {
  return `${canonicalJson({ v: 1, deciders: deciders.map(({ name, key }) => ({ name, key })) })}\n`
}

function refused(path: string, message: string): ReadDecidersResult {
  return { ok: false, issues: [{ path, message }] }
}
