/** Evidence lines: what a probe did, saw and concluded, chained and signed (design section 10). */
import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson, JsonError, parseJson, utf8 } from '@pericard/base'
import { fromBase64url, toBase64url } from './base64url.ts'

/** Lines in one file; older ones belong into an archive. */
const evidenceLinesMax = 100_000
const day = 24 * 60 * 60 * 1000

export interface EvidenceStatement {
  readonly v: 1
  readonly device: string
  readonly version: string
  /** SHA-256 of the device file, lower-case hex: evidence for another file proves nothing. */
  readonly fileSha256: string
  readonly probe: string
  readonly probeVersion: string
  readonly control: string
  readonly result: 'held' | 'failed' | 'not-run'
  readonly did: string
  readonly saw: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

export interface EvidenceLine extends EvidenceStatement {
  /** SHA-256 of the line before, hex; 64 zeros for the first. */
  readonly previous: string
  /** Ed25519 over the canonical JSON of the rest, base64url. */
  readonly signature: string
}

const text = z.string().max(4_000)
const line: z.ZodType<EvidenceLine> = z.strictObject({
  v: z.literal(1),
  device: text,
  version: text,
  fileSha256: z.string().length(64),
  probe: text,
  probeVersion: text,
  control: text,
  result: z.enum(['held', 'failed', 'not-run']),
  did: text,
  saw: text,
  at: z.int().min(0),
  previous: z.string().length(64),
  signature: z.string().length(86),
})

export type EvidenceIssueCode =
  | 'EVIDENCE_SYNTAX'
  | 'EVIDENCE_CHAIN_BROKEN'
  | 'EVIDENCE_FORGED'
  | 'EVIDENCE_TOO_LONG'

export type ReadEvidence =
  | { readonly ok: true; readonly lines: readonly EvidenceLine[] }
  | { readonly ok: false; readonly code: EvidenceIssueCode; readonly line: number; readonly message: string }

/** `previous` of the first line. */
export const evidenceStart: string = '0'.repeat(64)

/** The hash that the next line names. */
export function evidenceHash(written: EvidenceLine): string {
  return createHash('sha256').update(canonicalJson(written)).digest('hex')
}

/** Signs a statement as the line after `previous`. */
export function signEvidence(statement: EvidenceStatement, previous: string, key: KeyObject): EvidenceLine {
  const unsigned = { ...statement, previous }
  const signature = toBase64url(sign(null, utf8(canonicalJson(unsigned)), key))
  return { ...unsigned, signature }
}

/**
 * Reads a file of evidence and returns its lines only if each is signed by `publicKey` and follows from the one before:
 * a failed result cannot be cut out of the middle, and nothing can be added by others. What is cut off at the end is missed by
 * whoever holds the last hash (the fleet does).
 */
export function readEvidence(content: string, publicKey: KeyObject): ReadEvidence {
  const rows = content.split('\n').filter((row) => row.trim() !== '')
  if (rows.length > evidenceLinesMax)
    return bad('EVIDENCE_TOO_LONG', rows.length, `at most ${evidenceLinesMax} lines are taken`)
  const lines: EvidenceLine[] = []
  let previous = evidenceStart
  for (const [index, row] of rows.entries()) {
    const parsed = parseLine(row)
    if (parsed === undefined)
      return bad('EVIDENCE_SYNTAX', index + 1, 'it is not an evidence line of version 1')
    if (parsed.previous !== previous)
      return bad('EVIDENCE_CHAIN_BROKEN', index + 1, 'it does not follow from the line before')
    const { signature, ...unsigned } = parsed
    const bytes = fromBase64url(signature)
    if (bytes === undefined || !verify(null, utf8(canonicalJson(unsigned)), publicKey, bytes)) {
      return bad('EVIDENCE_FORGED', index + 1, 'its signature does not match')
    }
    lines.push(parsed)
    previous = evidenceHash(parsed)
  }
  return { ok: true, lines }
}

function parseLine(row: string): EvidenceLine | undefined {
  try {
    return line.safeParse(parseJson(row)).data
  } catch (error) {
    if (error instanceof JsonError) return undefined
    throw error
  }
}

function bad(code: EvidenceIssueCode, at: number, why: string): ReadEvidence {
  return { ok: false, code, line: at, message: `Evidence line ${at}: ${why}` }
}

export interface EvidenceScope {
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly days: number
  readonly version: string
  readonly fileSha256: string
  /** Which probes each control declares. */
  readonly controls: readonly { readonly id: string; readonly probes: readonly string[] }[]
}

/** Whether a line still says something about this version of this file. */
export function isFresh(
  written: EvidenceLine,
  { now, days, version, fileSha256 }: Omit<EvidenceScope, 'controls'>,
): boolean {
  const age = now - written.at
  return age >= 0 && age <= days * day && written.version === version && written.fileSha256 === fileSha256
}

/**
 * Which controls are proven and which have failed. A control is proven only if every probe that it declares has a fresh latest
 * line that says it held; one fresh failure fails it.
 */
export function provenControls(
  lines: readonly EvidenceLine[],
  scope: EvidenceScope,
): { proven: string[]; failed: string[] } {
  const latest = new Map<string, EvidenceLine['result']>()
  for (const written of lines) {
    if (isFresh(written, scope)) latest.set(`${written.control}\0${written.probe}`, written.result)
  }
  const results = (control: string, probes: readonly string[]): (string | undefined)[] =>
    probes.map((probe) => latest.get(`${control}\0${probe}`))
  return {
    proven: scope.controls
      .filter(
        ({ id, probes }) => probes.length > 0 && results(id, probes).every((result) => result === 'held'),
      )
      .map(({ id }) => id),
    failed: scope.controls
      .filter(({ id, probes }) => results(id, probes).includes('failed'))
      .map(({ id }) => id),
  }
}
