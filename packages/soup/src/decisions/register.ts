/**
 * The register of decisions: JSON lines, only ever added to, each with the hash of the one before. An edited, missing or reordered line
 * is noticed; that the end was cut off is noticed by whoever knows its last hash.
 */
import { createHash, type KeyObject } from 'node:crypto'
import { canonicalJson, fromUtf8, type Json, JsonError, parseJson } from '@pericard/base'
import { z } from 'zod'
import type { SoupIssue } from '../sbom/types.ts'
import {
  type DecisionSignature,
  decisionSignatureSchema,
  type RegisterEntry,
  signDecision,
} from './signing.ts'
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
    device: text.optional(),
    withoutFacts: text.optional(),
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
  signature: decisionSignatureSchema.optional(),
})

export type ReadRegisterResult =
  | {
      readonly ok: true
      readonly decisions: readonly Decision[]
      /** The lines with their places and signatures; whether these hold is for {@link believe}. */
      readonly entries: readonly RegisterEntry[]
      /** SHA-256 of the last line. */
      readonly head: string
    }
  | { readonly ok: false; readonly issues: readonly SoupIssue[] }

/** Reads a register: all of it, or where it breaks first. */
export function readRegister(bytes: Uint8Array): ReadRegisterResult {
  const content = bytes.length > registerBytesMax ? undefined : fromUtf8(bytes)
  if (content === undefined)
    return refused('line 1', `found ${bytes.length} bytes, wanted UTF-8 of at most ${registerBytesMax}`)
  const entries: RegisterEntry[] = []
  let head = start
  const lines = content === '' ? [] : content.replace(/\n$/, '').split('\n')
  for (const [index, line] of lines.entries()) {
    const where = `line ${index + 1}`
    const read = readLine(line)
    if (typeof read === 'string') return refused(where, read)
    if (read.previous !== head)
      return refused(where, 'does not follow the line before: a line was edited, moved, added or taken out')
    const { decision, previous, signature } = read
    entries.push({ line: index + 1, previous, decision, ...(signature === undefined ? {} : { signature }) })
    head = hashOf(line)
  }
  return { ok: true, decisions: entries.map(({ decision }) => decision), entries, head }
}

/** The lines that add decisions behind `head`, signed where there is a key, and the head after them. */
export function registerLines(
  decisions: readonly Decision[],
  head: string,
  key?: KeyObject,
): { readonly text: string; readonly head: string } {
  let [text, previous] = ['', head]
  for (const decision of decisions) {
    const signature: { signature?: DecisionSignature } =
      key === undefined ? {} : { signature: signDecision(decision, previous, key) }
    const line = canonicalJson({ v: 1, previous, decision, ...signature })
    text += `${line}\n`
    previous = hashOf(line)
  }
  return { text, head: previous }
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
