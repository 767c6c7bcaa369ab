import canonicalizeJson from 'canonicalize'
import { assert } from './assert.ts'

/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Limits for JSON that a peer wrote. */
export interface JsonLimits {
  /** Length of the text in UTF-16 code units. */
  readonly charactersMax: number
  /** Nesting of arrays and objects. */
  readonly depthMax: number
}

export const defaultJsonLimits: JsonLimits = { charactersMax: 8 * 1024 * 1024, depthMax: 64 }

export type JsonErrorCode = 'JSON_TOO_LARGE' | 'JSON_TOO_DEEP' | 'JSON_SYNTAX' | 'JSON_KEY_FORBIDDEN'

/** JSON text that cannot be taken. The message never quotes the text, which may hold patient data. */
export class JsonError extends Error {
  override readonly name = 'JsonError'
  readonly code: JsonErrorCode
  constructor(code: JsonErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * The canonical form of a value (RFC 8785): what is hashed and signed, so that two writers of the same
 * statement produce the same bytes.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalizeJson(value)
  assert(text !== undefined, 'canonicalJson() of a value that JSON cannot carry')
  return text
}

/**
 * Parses JSON from a peer. Depth is measured before `JSON.parse`, which accepts a million nested arrays, and
 * `__proto__` is refused, which `JSON.parse` makes an own key that the next merge turns into prototype pollution
 * (CWE-1321).
 *
 * @throws {JsonError}
 */
export function parseJson(text: string, limits: JsonLimits = defaultJsonLimits): unknown {
  if (text.length > limits.charactersMax) {
    throw new JsonError(
      'JSON_TOO_LARGE',
      `Cannot read JSON: ${text.length} characters, at most ${limits.charactersMax} are taken`,
    )
  }
  const depth = nestingOf(text)
  if (depth > limits.depthMax) {
    throw new JsonError(
      'JSON_TOO_DEEP',
      `Cannot read JSON: nested ${depth} deep, at most ${limits.depthMax} is taken`,
    )
  }
  try {
    // Looking at every key takes five times as long as parsing.
    return canHoldProto.test(text) ? JSON.parse(text, refuseProto) : JSON.parse(text)
  } catch (error) {
    if (error instanceof JsonError) throw error
    throw new JsonError('JSON_SYNTAX', `Cannot read JSON: ${withoutQuote(error)}`)
  }
}

/** `__proto__`, or the escape of a character that could be part of it (`_`, `o`, `p`, `r`, `t`). */
const canHoldProto = /__proto__|\\u00(?:5f|6f|70|72|74)/i

function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new JsonError('JSON_KEY_FORBIDDEN', 'Cannot read JSON: a key is "__proto__"')
  return value
}

function nestingOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (char === 0x22) i = endOfString(text, i + 1)
    else if (char === 0x7b || char === 0x5b) deepest = Math.max(deepest, ++depth)
    else if (char === 0x7d || char === 0x5d) depth--
  }
  return deepest
}

/** Where the quote is that ends a string. Most of a document is strings, and searching is faster than walking. */
function endOfString(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let escapes = quote
    while (escapes > from && text.charCodeAt(escapes - 1) === 0x5c) escapes--
    if ((quote - escapes) % 2 === 0) return quote
  }
  return text.length
}

/** V8's message quotes the text after a comma; only the part before it is free of the input. */
function withoutQuote(error: unknown): string {
  const at = error instanceof Error ? / at position \d+/.exec(error.message)?.[0] : undefined
  return `it is not JSON${at ?? ''}`
}
