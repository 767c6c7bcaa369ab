/**
 * What was known when: JSON lines, only ever added to, each with the hash of the one before. A batch of facts ends with a signed head; what
 * stands behind the last head was never finished and counts for nothing. Format: `docs/specs/soup-history.md`.
 */
import { createHash } from 'node:crypto'
import { canonicalJson, fromUtf8, JsonError, parseJson } from '@pericard/base'
import {
  type HybridKey,
  type HybridRole,
  type HybridSignature,
  signaturesSchema,
  signDocument,
  soundSignatures,
} from '@pericard/base/hybrid'
import { z } from 'zod'
import { HistoryError } from './errors.ts'

/** Bytes of a log; a line of facts has about 300, a head about 5,000. */
export const historyBytesMax: number = 256 * 1024 * 1024
const documentType = 'soup-history'
const start = '0'.repeat(64)

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const named = z.string().min(1).max(1024)
/** Something that was learned or decided. `sha256` names the object that holds it. */
export type Fact =
  /** A file of the description of a device: the device file itself (`main`), or one that it includes. */
  | {
      readonly kind: 'device'
      readonly device: string
      readonly name: string
      readonly main: boolean
      readonly sha256: string
    }
  | { readonly kind: 'sbom'; readonly device: string; readonly name: string; readonly sha256: string }
  | { readonly kind: 'decisions'; readonly device: string; readonly sha256: string }
  /** All decisions of others that were taken in (VEX files), in their order; those of before count no more. */
  | {
      readonly kind: 'vex'
      readonly device: string
      readonly files: readonly { readonly name: string; readonly sha256: string }[]
    }
  /** What changed in the advisories (the body of a delta), and the hash of all of them after it. */
  | {
      readonly kind: 'advisories'
      readonly sha256: string
      readonly content: string
      readonly added: number
      readonly gone: number
    }

const count = z.int().min(0)
/** VEX files of one device. */
const vexFilesMax = 1_000
const vexFiles = z.array(z.strictObject({ name: named, sha256 })).max(vexFilesMax)
const factSchema: z.ZodType<Fact> = z.union([
  z.strictObject({ kind: z.literal('device'), device: named, name: named, main: z.boolean(), sha256 }),
  z.strictObject({ kind: z.literal('sbom'), device: named, name: named, sha256 }),
  z.strictObject({ kind: z.literal('decisions'), device: named, sha256 }),
  z.strictObject({ kind: z.literal('vex'), device: named, files: vexFiles }),
  z.strictObject({ kind: z.literal('advisories'), sha256, content: sha256, added: count, gone: count }),
])

const headSchema = z.strictObject({ kind: z.literal('head'), signatures: signaturesSchema })
const lineSchema = z.strictObject({
  v: z.literal(1),
  at: z.int().min(0),
  previous: sha256,
  entry: z.union([factSchema, headSchema]),
})

/** A fact with the time at which it was recorded, in milliseconds since the epoch. */
export interface Known {
  readonly at: number
  readonly fact: Fact
}

/** How far a history went: what is signed, and what is kept elsewhere to notice that the end was cut off. */
export interface HistoryHead {
  readonly lines: number
  readonly last: string
}

export interface History {
  readonly known: readonly Known[]
  readonly head: HistoryHead
  /** Time of the last line, in milliseconds since the epoch. */
  readonly at: number
  /** Bytes up to and with the last signed head. */
  readonly bytes: number
  /** Lines behind it, which count for nothing. */
  readonly unsigned: number
}

/**
 * Reads a history.
 *
 * @param kept a head of this history that was kept elsewhere: a log that does not reach it was cut off or written anew.
 * @throws {HistoryError}
 */
export function readHistory(bytes: Uint8Array, role: HybridRole, kept?: HistoryHead): History {
  const text = bytes.length > historyBytesMax ? undefined : fromUtf8(bytes)
  if (text === undefined)
    throw new HistoryError(
      'HISTORY_FORMAT',
      `The history has ${bytes.length} bytes, wanted UTF-8 of at most ${historyBytesMax}`,
    )
  const lines = text.split('\n')
  // Without a line feed at its end a line was not finished.
  lines.pop()
  const ends = signedEnds(lines)
  if (ends === 0 && lines.length > 0 && kept === undefined) return { ...emptyHistory, unsigned: lines.length }
  let last = start
  let at = 0
  const known: Known[] = []
  const hashes: string[] = [start]
  for (const [index, line] of lines.slice(0, ends).entries()) {
    const { entry, ...read } = readLine(line, index)
    if (read.previous !== last || read.at < at)
      throw new HistoryError(
        'HISTORY_BROKEN',
        `Line ${index + 1} does not follow the one before: a line was edited, moved, added or taken out`,
      )
    if (entry.kind === 'head') mustBeSigned(entry.signatures, { lines: index, last, at: read.at }, role)
    else known.push({ at: read.at, fact: entry })
    last = hashOf(line)
    at = read.at
    hashes.push(last)
  }
  if (kept !== undefined && hashes[kept.lines] !== kept.last)
    throw new HistoryError(
      'HISTORY_TRUNCATED',
      `The history has ${ends} signed lines and does not go through the head that was kept (line ${kept.lines})`,
    )
  const size = lines.slice(0, ends).reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
  return { known, head: { lines: ends, last }, at, bytes: size, unsigned: lines.length - ends }
}

/** A history that holds nothing. */
export const emptyHistory: History = {
  known: [],
  head: { lines: 0, last: start },
  at: 0,
  bytes: 0,
  unsigned: 0,
}

/**
 * The lines that add facts, and the head that signs them.
 *
 * @throws {HistoryError} `HISTORY_CLOCK_BACK`: a fact can not be older than what was known before it.
 */
export function historyLines(
  facts: readonly Fact[],
  { head, at: before }: History,
  at: number,
  keys: readonly HybridKey[],
): string {
  if (at < before)
    throw new HistoryError(
      'HISTORY_CLOCK_BACK',
      `The clock says ${new Date(at).toISOString()}, the history goes to ${new Date(before).toISOString()}; set the clock`,
    )
  let [last, count, text] = [head.last, head.lines, '']
  const add = (entry: unknown): void => {
    const line = canonicalJson({ v: 1, at, previous: last, entry })
    text += `${line}\n`
    last = hashOf(line)
    count++
  }
  for (const fact of facts) add(fact)
  const signed = { lines: count, last, at }
  const { signatures } = keys.reduce((document, key) => signDocument(documentType, document, key), {
    signed,
    signatures: [] as readonly HybridSignature[],
  })
  add({ kind: 'head', signatures })
  return text
}

/** Lines up to the last head, found by its shape alone; whether it holds is looked at afterwards. */
function signedEnds(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line.includes('"kind":"head"')) + 1
}

function readLine(line: string, index: number): z.infer<typeof lineSchema> {
  let value: unknown
  try {
    value = parseJson(line, { charactersMax: 1024 * 1024, depthMax: 8 })
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause
    throw new HistoryError('HISTORY_FORMAT', `Line ${index + 1} of the history is no JSON`, { cause })
  }
  const parsed = lineSchema.safeParse(value)
  if (parsed.success && canonicalJson(value) !== line)
    throw new HistoryError('HISTORY_FORMAT', `Line ${index + 1} of the history is not in canonical form`)
  if (parsed.success) return parsed.data
  throw new HistoryError(
    'HISTORY_FORMAT',
    `Line ${index + 1} of the history is none: ${parsed.error.issues[0]?.message ?? ''}`,
  )
}

function mustBeSigned(
  signatures: readonly HybridSignature[],
  signed: HistoryHead & { readonly at: number },
  role: HybridRole,
): void {
  const sound = soundSignatures(documentType, { signed, signatures }, role)
  if (sound >= role.threshold) return
  throw new HistoryError(
    'HISTORY_FORGED',
    `The head at line ${signed.lines + 1} is not signed by enough keys: ${sound} of ${role.threshold} hold`,
  )
}

function hashOf(line: string): string {
  return createHash('sha256').update(line).digest('hex')
}
