/** Looking at values that somebody else's file holds. */
import type { SoupIssue } from './sbom/types.ts'
import { soupLimits } from './limits.ts'

export type JsonObject = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The list, or nothing where the value is none. For fields whose absence changes nothing. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The text, or nothing where the value is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Names a value's kind, never its content: the file is somebody else's and the message is ours. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'another text' : `a ${typeof value}`
}

/**
 * A field that is text or absent, bounded; otherwise an issue.
 *
 * Text that is only white space counts as absent, which is what generators write for "unknown".
 */
export function boundedText(
  entry: JsonObject,
  key: string,
  path: string,
  issues: SoupIssue[],
): string | undefined {
  const value = entry[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') {
    issues.push({ path: `${path}/${key}`, message: `found ${show(value)}, wanted text` })
    return undefined
  }
  if (value.length > soupLimits.sbomStringCharactersMax) {
    const most = soupLimits.sbomStringCharactersMax
    issues.push({ path: `${path}/${key}`, message: `${value.length} characters, at most ${most} are taken` })
    return undefined
  }
  return value.trim() === '' ? undefined : value
}

/** Identifiers of weaknesses in a text, each once. */
export function cvesIn(text: string): string[] {
  return [...new Set(text.match(/\bCVE-\d{4}-\d{4,19}\b/g) ?? [])]
}
