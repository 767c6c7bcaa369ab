/** Approvals of officers over a statement (IEC TR 60601-4-5, SL-C 3: dual approval; CWE-654). */
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { type Bytes, canonicalJson, concat, utf8 } from '@pericard/base'
import { z } from 'zod'
import type { Custody } from './custody.ts'

export const approvalsMax = 16

export interface Approval {
  /** Name of the officer in the device file. */
  readonly by: string
  /** Ed25519 over the statement, base64url. */
  readonly signature: string
}

/** An Ed25519 signature in base64url. The bits after its end are zero: one signature has one spelling. */
export const signatureSchema: z.ZodType<string> = z.string().regex(/^[A-Za-z0-9_-]{85}[AQgw]$/)
/** A raw Ed25519 public key in base64url. */
export const publicKeySchema: z.ZodType<string> = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)

export const approvalSchema: z.ZodType<Approval> = z.strictObject({
  by: z.string().min(1).max(100),
  signature: signatureSchema,
})

/** What is signed: the kind of the statement keeps a signature over one kind from counting for another. */
export function statement(kind: string, value: unknown): Bytes {
  return concat(utf8(`pericard/1/${kind}\n`), utf8(canonicalJson(value)))
}

/** @param key Ed25519 private key */
export function signStatement(bytes: Bytes, key: KeyObject): string {
  return sign(null, bytes, key).toString('base64url')
}

/** @param key raw Ed25519 public key, base64url */
export function isSigned(bytes: Bytes, signature: string, key: string): boolean {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
  return verify(null, bytes, publicKey, Buffer.from(signature, 'base64url'))
}

/**
 * Who approved a statement: different officers of the device file with sound signatures. One signature that is none makes the whole
 * of it void, so that nobody mistakes it for approved.
 *
 * @returns the names, or why it is not taken
 */
export function approversOf(
  bytes: Bytes,
  approvals: readonly Approval[],
  { officers = [], approvals: needed = 0 }: Custody,
  what: string,
): readonly string[] | string {
  const names = new Set<string>()
  for (const { by, signature } of approvals) {
    const officer = officers.find(({ name }) => name === by)
    if (officer === undefined) return `"${by}" is no officer of the device file`
    if (!isSigned(bytes, signature, officer.signingKey))
      return `the signature of "${by}" is not over this ${what}`
    names.add(by)
  }
  if (names.size < needed) return `${names.size} officers approved it, and ${needed} have to`
  return [...names]
}
