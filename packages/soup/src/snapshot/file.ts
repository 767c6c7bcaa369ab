/** The file in which advisories go to a network that reaches nothing else: `docs/specs/soup-snapshot.md`. */
import { createHash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { canonicalJson, concat, fromUtf8, parseJson, utf8 } from '@pericard/base'
import {
  type HybridKey,
  type HybridRole,
  type HybridSignature,
  signaturesSchema,
  signDocument,
  soundSignatures,
} from '@pericard/base/hybrid'
import { z } from 'zod'
import { changesBetween, changesOf, contentBytes, deltaBytes, linesOf, withChanges } from './content.ts'
import { SnapshotError } from './errors.ts'
import { snapshotLimits } from './limits.ts'

const magic = 'PERISNAP'
const fixedBytes = 16
const documentType = 'soup-snapshot'
/** Higher levels take minutes for little. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 9 } }

/** One source of advisories, and how old what it said is. */
export interface SnapshotSource {
  readonly name: string
  readonly records: number
  /** When it was asked, ISO 8601; absent where nobody wrote it down. */
  readonly fetched?: string | undefined
  /** The newest change that it speaks of, ISO 8601. */
  readonly newest?: string | undefined
}

/** What a snapshot says about itself. All of it is signed. */
export interface SnapshotHead {
  readonly v: 1
  readonly kind: 'full' | 'delta'
  /** Grows with each snapshot. */
  readonly sequence: number
  /** When it was made, ISO 8601. */
  readonly at: string
  readonly sources: readonly SnapshotSource[]
  /** All records, after this snapshot was applied. */
  readonly content: { readonly sha256: string; readonly bytes: number }
  /** What a delta has to be applied to. */
  readonly base?: { readonly sequence: number; readonly sha256: string } | undefined
  readonly body: { readonly sha256: string; readonly bytes: number; readonly plainBytes: number }
}

/** A snapshot whose signatures and hashes hold. */
export interface OpenSnapshot {
  readonly head: SnapshotHead
  readonly signatures: readonly HybridSignature[]
  /** Unpacked. */
  readonly body: Uint8Array
}

/** Advisories that are in use. */
export interface Applied {
  readonly head: SnapshotHead
  readonly lines: readonly string[]
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const time = z.iso.datetime()
const size = z.int().min(0)
const sequence = z.int().min(1).max(snapshotLimits.sequenceMax)
const headSchema: z.ZodType<SnapshotHead> = z
  .strictObject({
    v: z.literal(1),
    kind: z.enum(['full', 'delta']),
    sequence,
    at: time,
    sources: z
      .array(
        z.strictObject({
          name: z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/),
          records: size,
          fetched: time.optional(),
          newest: time.optional(),
        }),
      )
      .max(snapshotLimits.sourcesMax),
    content: z.strictObject({ sha256, bytes: size.max(snapshotLimits.contentBytesMax) }),
    base: z.strictObject({ sequence, sha256 }).optional(),
    body: z.strictObject({ sha256, bytes: size, plainBytes: size.max(snapshotLimits.contentBytesMax) }),
  })
  .refine(
    ({ kind, base }) => (kind === 'delta') === (base !== undefined),
    'a delta, and only that, has a base',
  )

export interface BuildSnapshot {
  readonly sequence: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly sources: readonly SnapshotSource[]
  readonly lines: readonly string[]
  /** For a delta: what the receiver has. */
  readonly base?: Applied
}

/** Builds a snapshot and signs it. Equal input gives an equal head and body; ML-DSA signatures differ each time. */
export function buildSnapshot(input: BuildSnapshot, keys: readonly HybridKey[]): Uint8Array {
  const { lines, base, at } = input
  const content = contentBytes(lines)
  const plain = base === undefined ? content : deltaBytes(changesBetween(base.lines, lines))
  const body = zstdCompressSync(plain, compression)
  const unchecked = {
    ...{
      v: 1,
      kind: base === undefined ? 'full' : 'delta',
      sequence: input.sequence,
      at: new Date(at).toISOString(),
    },
    sources: [...input.sources].sort((a, b) => (a.name < b.name ? -1 : 1)),
    content: { sha256: hashOf(content), bytes: content.length },
    ...(base === undefined
      ? {}
      : { base: { sequence: base.head.sequence, sha256: base.head.content.sha256 } }),
    body: { sha256: hashOf(body), bytes: body.length, plainBytes: plain.length },
  }
  const head = headOf(unchecked)
  if (base !== undefined) mustFollow(head, base.head)
  const signed = keys.reduce((document, key) => signDocument(documentType, document, key), {
    signed: head,
    signatures: [] as readonly HybridSignature[],
  })
  const [headBytes, signatureBytes] = [utf8(canonicalJson(head)), utf8(canonicalJson(signed.signatures))]
  const fixed = new Uint8Array(fixedBytes)
  fixed.set(utf8(magic))
  new DataView(fixed.buffer).setUint32(8, headBytes.length, true)
  new DataView(fixed.buffer).setUint32(12, signatureBytes.length, true)
  const file = concat(fixed, headBytes, body, signatureBytes)
  if (file.length > snapshotLimits.fileBytesMax) throw tooLarge(file.length)
  return file
}

/**
 * Opens a snapshot. The signatures are looked at before anything is unpacked, so that nobody without a key can send a
 * bomb; each byte of the file counts.
 *
 * @throws {SnapshotError}
 */
export function openSnapshot(bytes: Uint8Array, role: HybridRole): OpenSnapshot {
  if (bytes.length > snapshotLimits.fileBytesMax) throw tooLarge(bytes.length)
  if (bytes.length < fixedBytes || fromUtf8(bytes.subarray(0, 8)) !== magic)
    throw new SnapshotError('SNAPSHOT_FORMAT', 'Cannot open the snapshot: the file is none')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const [headBytes, signatureBytes] = [view.getUint32(8, true), view.getUint32(12, true)]
  if (headBytes > snapshotLimits.headBytesMax || signatureBytes > snapshotLimits.signatureBytesMax)
    throw new SnapshotError(
      'SNAPSHOT_FORMAT',
      'Cannot open the snapshot: its head states sizes that cannot be',
    )
  const bodyAt = fixedBytes + headBytes
  const bodyEnd = bytes.length - signatureBytes
  if (bodyEnd < bodyAt) throw truncated(bytes.length, bodyAt + signatureBytes)
  const head = headOf(exactly(bytes.subarray(fixedBytes, bodyAt)))
  const signatures = signaturesOf(exactly(bytes.subarray(bodyEnd)))
  const sound = soundSignatures(documentType, { signed: head, signatures }, role)
  if (sound < role.threshold)
    throw new SnapshotError(
      'SNAPSHOT_FORGED',
      `Cannot use the snapshot: ${sound} of ${role.threshold} signatures hold with both Ed25519 and ML-DSA-65`,
    )
  const body = bytes.subarray(bodyAt, bodyEnd)
  if (body.length !== head.body.bytes) throw truncated(body.length, head.body.bytes)
  if (hashOf(body) !== head.body.sha256) throw altered('its body is not what was signed')
  return { head, signatures, body: unpacked(body, head.body.plainBytes) }
}

/**
 * The records after a snapshot was applied to what is in use.
 *
 * @throws {SnapshotError} `SNAPSHOT_OLD`, `SNAPSHOT_WRONG_BASE`, or `SNAPSHOT_ALTERED` where the outcome is not what was signed.
 */
export function applySnapshot({ head, body }: OpenSnapshot, current: Applied | undefined): Applied {
  if (current !== undefined) mustFollow(head, current.head)
  if (head.base !== undefined) mustHave(head.base, current?.head)
  const lines = head.kind === 'full' ? linesOf(body) : withChanges(current?.lines ?? [], changesOf(body))
  const content = contentBytes(lines)
  if (content.length !== head.content.bytes || hashOf(content) !== head.content.sha256)
    throw altered('its records are not those that were signed')
  return { head, lines }
}

/** Reads a head that stands alone. @throws {SnapshotError} `SNAPSHOT_FORMAT` */
export function headOf(value: unknown): SnapshotHead {
  const parsed = headSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new SnapshotError(
    'SNAPSHOT_FORMAT',
    `Cannot read the head of the snapshot: at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}`,
  )
}

function mustFollow(head: SnapshotHead, current: SnapshotHead): void {
  if (head.sequence > current.sequence && head.at >= current.at) return
  throw new SnapshotError(
    'SNAPSHOT_OLD',
    `The snapshot has number ${head.sequence} of ${head.at}; number ${current.sequence} of ${current.at} is in use already`,
  )
}

function mustHave(base: NonNullable<SnapshotHead['base']>, current: SnapshotHead | undefined): void {
  if (base.sequence === current?.sequence && base.sha256 === current.content.sha256) return
  const has = current === undefined ? 'nothing is' : `number ${current.sequence} is`
  throw new SnapshotError(
    'SNAPSHOT_WRONG_BASE',
    `The snapshot is a delta on number ${base.sequence}, and ${has} in use; apply those between, or a full one`,
  )
}

function signaturesOf(value: unknown): readonly HybridSignature[] {
  const parsed = signaturesSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new SnapshotError('SNAPSHOT_FORMAT', 'Cannot read the signatures of the snapshot')
}

/** JSON that is in its canonical form, byte by byte: another spelling would be a change that no signature sees. */
function exactly(bytes: Uint8Array): unknown {
  const text = fromUtf8(bytes)
  if (text === undefined) throw altered('its head or its signatures are no UTF-8')
  let value: unknown
  try {
    value = parseJson(text, { charactersMax: snapshotLimits.headBytesMax, depthMax: 8 })
  } catch (cause) {
    throw new SnapshotError(
      'SNAPSHOT_ALTERED',
      'Cannot use the snapshot: its head or signatures are no JSON',
      { cause },
    )
  }
  if (!isCanonical(value, text)) throw altered('its head or its signatures are not in canonical form')
  return value
}

function isCanonical(value: unknown, text: string): boolean {
  try {
    return canonicalJson(value) === text
  } catch {
    // A lone surrogate has no canonical form.
    return false
  }
}

function unpacked(body: Uint8Array, plainBytes: number): Uint8Array {
  let plain: Uint8Array
  try {
    plain = zstdDecompressSync(body, { maxOutputLength: Math.max(1, plainBytes) })
  } catch (cause) {
    throw new SnapshotError('SNAPSHOT_ALTERED', 'Cannot unpack the snapshot', { cause })
  }
  if (plain.length !== plainBytes) throw altered(`it unpacks to ${plain.length} bytes, wanted ${plainBytes}`)
  return plain
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function altered(what: string): SnapshotError {
  return new SnapshotError('SNAPSHOT_ALTERED', `Cannot use the snapshot: ${what}`)
}

function truncated(found: number, wanted: number): SnapshotError {
  return new SnapshotError(
    'SNAPSHOT_TRUNCATED',
    `The snapshot has ${found} bytes, wanted ${wanted}: part is missing or too much`,
  )
}

function tooLarge(found: number): SnapshotError {
  return new SnapshotError(
    'SNAPSHOT_TOO_LARGE',
    `The snapshot has ${found} bytes, at most ${snapshotLimits.fileBytesMax} are taken`,
  )
}
