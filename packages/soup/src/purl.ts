import { PackageURL } from 'packageurl-js'
import { soupLimits } from './limits.ts'
import { parsePlainPurl } from './purl-plain.ts'

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
  try {
    const parsed = PackageURL.fromString(text)
    const parts = [parsed.namespace, parsed.name, parsed.version, parsed.subpath]
    if (parts.some((part) => hasControlCharacter(part ?? ''))) {
      return { ok: false, message: 'a part of the purl decodes to a control character' }
    }
    return { ok: true, purl: toPurl(parsed) }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'it is not a purl' }
  }
}

/** The canonical text of a purl: what two tools must agree on to mean the same package. */
export function formatPurl(purl: Purl): string {
  return new PackageURL(
    purl.type,
    purl.namespace,
    purl.name,
    purl.version,
    { ...purl.qualifiers },
    purl.subpath,
  ).toString()
}

function toPurl(parsed: PackageURL): Purl {
  const qualifiers: Record<string, string> = {}
  for (const [key, value] of Object.entries(parsed.qualifiers ?? {})) qualifiers[key] = String(value)
  return {
    type: parsed.type,
    ...(parsed.namespace ? { namespace: parsed.namespace } : {}),
    name: parsed.name,
    ...(parsed.version ? { version: parsed.version } : {}),
    qualifiers,
    ...(parsed.subpath ? { subpath: parsed.subpath } : {}),
  }
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code === 0x7f) return true
  }
  return false
}
