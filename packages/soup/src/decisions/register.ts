/**
 * The register of decisions: JSON lines, only ever added to, each with the hash of the one before. An edited, missing or reordered line
 * is noticed; that the end was cut off is noticed by whoever knows its last hash.
 */
import { createHash } from 'node:crypto'
import { canonicalJson, fromUtf8, type Json, JsonError, parseJson } from '@pericard/base'
import { z } from 'zod'
import type { SoupIssue } from '../sbom/types.ts'
import { type Decision, justifications } from './types.ts'

/** Bytes of a register. */
const registerBytesMax = 64 * 1024 * 1024
const textMax = 10_000
const listMax = 1_000
const start = '0'.repeat(64)

const text = z.string().min(1).max(textMax)
const json: z.ZodType<Json> = z.json()
const decisionSchema: z.ZodType<Decision> = z
  .strictObject({
    vulnerability: text,
    aliases: z.array(text).max(listMax),
    status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
    justification: z.enum(justifications).optional(),
    because: text,
    action: text.optional(),
    component: text,
    versions: text,
    patches: z.array(text).max(listMax),
    facts: z.record(z.string().max(500), json),
    by: text,
    at: z.int().min(0),
    until: z.int().min(0).optional(),
    release: text.optional(),
  })
  .transform((read) => read as Decision)
const lineSchema = z.strictObject({
  v: z.literal(1),
  previous: z.string().regex(/^[0-9a-f]{64}$/),
  decision: decisionSchema,
})

export type ReadRegisterResult =
  | { readonly ok: true; readonly decisions: readonly Decision[]; readonly head: string }
  | { readonly ok: false; readonly issues: readonly SoupIssue[] }

/** Reads a register: all of it, or where it breaks first. */
export function readRegister(bytes: Uint8Array): ReadRegisterResult {
  const content = bytes.length > registerBytesMax ? undefined : fromUtf8(bytes)
  if (content === undefined)
    return refused('line 1', `found ${bytes.length} bytes, wanted UTF-8 of at most ${registerBytesMax}`)
  const decisions: Decision[] = []
  let head = start
  const lines = content === '' ? [] : content.replace(/\n$/, '').split('\n')
  for (const [index, line] of lines.entries()) {
    const where = `line ${index + 1}`
    const read = readLine(line)
    if (typeof read === 'string') return refused(where, read)
    if (read.previous !== head)
      return refused(where, 'does not follow the line before: a line was edited, moved, added or taken out')
    decisions.push(read.decision)
    head = hashOf(line)
  }
  return { ok: true, decisions, head }
}

/** The line that adds a decision behind `head`. */
export function registerLine(decision: Decision, head: string): string {
  return `${canonicalJson({ v: 1, previous: head, decision })}\n`
}

/** Head of a register that holds nothing. */
export const emptyRegister: string = start

function readLine(line: string): z.infer<typeof lineSchema> | string {
  try {
    const read = lineSchema.safeParse(parseJson(line))
    if (read.success) return read.data
    const [issue] = read.error.issues
    return `is no decision: ${issue?.path.join('/') ?? ''} ${issue?.message ?? ''}`
  } catch (error) {
    if (error instanceof JsonError) return error.message
    throw error
  }
}

function hashOf(line: string): string {
  return createHash('sha256').update(line).digest('hex')
}

function refused(path: string, message: string): ReadRegisterResult {
  return { ok: false, issues: [{ path, message }] }
}
