import { soupLimits } from './limits.ts'
import { parsePlainPurl } from './purl-plain.ts'
import { buildPurl, parsePurlText, purlText } from './purl-text.ts'

/** A package URL in its parts, decoded and normalised for its type. */
export interface Purl {
  readonly type: string
  readonly namespace?: string
  readonly name: string
  readonly version?: string
  readonly qualifiers: Readonly<Record<string, string>>
  readonly subpath?: string
}

export type PurlResult =
  | { readonly ok: true; readonly purl: Purl }
  | { readonly ok: false; readonly message: string }

/** Parses a package URL (ECMA-427). The text comes from a supplier's file and may be anything. */
export function parsePurl(text: string): PurlResult {
  if (text.length > soupLimits.purlCharactersMax) {
    const most = soupLimits.purlCharactersMax
    return { ok: false, message: `the purl has ${text.length} characters, at most ${most} are taken` }
  }
  const plain = parsePlainPurl(text)
  if (plain !== undefined) return { ok: true, purl: plain }
  // Control characters would reach terminals and logs through every report (CWE-117).
  if (hasControlCharacter(text)) return { ok: false, message: 'the purl holds a control character' }
  const result = parsePurlText(text)
  if (!result.ok) return result
  const { namespace = '', name, version = '', qualifiers, subpath = '' } = result.purl
  if ([namespace, name, version, subpath, ...Object.values(qualifiers)].some(hasControlCharacter)) {
    return { ok: false, message: 'a part of the purl decodes to a control character' }
  }
  return result
}

/**
 * The canonical text of a purl: what two tools must agree on to mean the same package.
 *
 * @throws {RangeError} if the parts are no purl of their type.
 */
export function formatPurl(purl: Purl): string {
  const result = buildPurl(purl)
  if (!result.ok) throw new RangeError(`Cannot write the purl: ${result.message}`)
  return purlText(result.purl)
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code === 0x7f) return true
  }
  return false
}
