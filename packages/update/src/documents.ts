/** How documents of updates are read and verified; what is signed is that of `@pericard/base/hybrid`. */
import { fromUtf8, parseJson } from '@pericard/base'
import { type HybridRole, type Signed, signaturesSchema, soundSignatures } from '@pericard/base/hybrid'
import { z } from 'zod'
import { UpdateError, type UpdateErrorCode } from './errors.ts'

/** Largest signed document in bytes: a release of a 32 GiB image with four signatures. */
export const documentBytesMax: number = 4 * 1024 * 1024

/**
 * Reads a signed document and checks its shape, not yet its signatures.
 *
 * @throws {UpdateError} `UPDATE_FORMAT`
 */
export function parseSigned<T>(what: string, bytes: Uint8Array, schema: z.ZodType<T>): Signed<T> {
  return parseDocument(what, bytes, z.strictObject({ signed: schema, signatures: signaturesSchema }))
}

/** The same where the signatures lie in a file of their own. @throws {UpdateError} `UPDATE_FORMAT` */
export function parseDetached<T>(
  what: string,
  files: { readonly signed: Uint8Array; readonly signatures: Uint8Array },
  schema: z.ZodType<T>,
): Signed<T> {
  const signed = parseDocument(what, files.signed, schema)
  return {
    signed,
    signatures: parseDocument(`the signatures of ${what}`, files.signatures, signaturesSchema),
  }
}

/** Reads a document of at most `documentBytesMax`. @throws {UpdateError} `UPDATE_FORMAT` with the first issue */
export function parseDocument<T>(what: string, bytes: Uint8Array, schema: z.ZodType<T>): T {
  const text = bytes.length > documentBytesMax ? undefined : fromUtf8(bytes)
  if (text === undefined)
    throw new UpdateError(
      'UPDATE_FORMAT',
      `Cannot read ${what}: ${bytes.length} bytes, wanted UTF-8 of at most ${documentBytesMax}`,
    )
  const parsed = schema.safeParse(jsonOf(what, text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UpdateError(
    'UPDATE_FORMAT',
    `Cannot read ${what}: at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}`,
  )
}

function jsonOf(what: string, text: string): unknown {
  try {
    return parseJson(text, { charactersMax: documentBytesMax, depthMax: 16 })
  } catch (cause) {
    throw new UpdateError('UPDATE_FORMAT', `Cannot read ${what}: it is not JSON`, { cause })
  }
}

/**
 * Checks that enough different keys of the role signed, each with both algorithms, and returns what they signed.
 *
 * @throws {UpdateError} with `code`
 */
export function verifyDocument<T>(
  type: string,
  document: Signed<T>,
  role: HybridRole,
  code: UpdateErrorCode,
): T {
  const good = soundSignatures(type, document, role)
  if (good >= role.threshold) return document.signed
  throw new UpdateError(
    code,
    `The ${type} is not signed by enough keys: ${good} of ${role.threshold} signatures hold with both Ed25519 and ML-DSA-65`,
  )
}
