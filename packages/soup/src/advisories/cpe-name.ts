import type { CpeLimits } from './types.ts'

/** A CPE name, split and unescaped, in lower case. */
export interface CpeName {
  /** `vendor:product`. */
  readonly key: string
  /** `*` any, `-` none. */
  readonly version: string
  readonly limits: CpeLimits
}

const limitNames = ['update', 'edition', 'language', 'swEdition', 'targetSw', 'targetHw'] as const

/**
 * Splits a CPE 2.3 formatted string or a 2.2 URI, `undefined` if it is neither. A vendor or product that is any (`*`)
 * names nothing, so such a name is refused too.
 */
export function splitCpe(text: string): CpeName | undefined {
  if (text.length > 2048) return undefined
  const [part, vendor, product, version = '*', ...rest] = partsOf(text)
  if (part === undefined || !/^[aoh]$/.test(part)) return undefined
  if (vendor === undefined || product === undefined || isOpen(vendor) || isOpen(product)) return undefined
  const limits: Partial<Record<string, string>> = { part }
  for (const [index, name] of limitNames.entries()) {
    const value = rest[index]
    if (value !== undefined && value !== '' && value !== '*') limits[name] = value
  }
  return { key: `${vendor}:${product}`, version: version === '' ? '*' : version, limits }
}

/**
 * `vendor:product` of a CPE name as `splitCpe` gives it, `undefined` if it names none. Most names of an SBOM need no more.
 */
export function cpeKeyOf(text: string): string | undefined {
  const vendorAt = 'cpe:2.3:a:'.length
  if (!text.startsWith('cpe:2.3:') || text.length > 2048) return splitCpe(text)?.key
  if (text[vendorAt - 1] !== ':' || !/^[aoh]$/i.test(text[vendorAt - 2] ?? '')) return splitCpe(text)?.key
  const vendorEnd = colonAfter(text, vendorAt)
  const productEnd = colonAfter(text, vendorEnd + 1)
  if (vendorEnd < 0 || productEnd < 0) return splitCpe(text)?.key
  const vendor = unescape(text.slice(vendorAt, vendorEnd))
  const product = unescape(text.slice(vendorEnd + 1, productEnd))
  return isOpen(vendor) || isOpen(product) ? undefined : `${vendor}:${product}`.toLowerCase()
}

/** Place of the first colon that is not escaped; negative if there is none. */
function colonAfter(text: string, from: number): number {
  let at = text.indexOf(':', from)
  while (at > from && text[at - 1] === '\\') {
    let before = at - 1
    while (before > from && text[before - 1] === '\\') before--
    // An odd number of backslashes before a colon escapes it.
    if ((at - before) % 2 === 0) return at
    at = text.indexOf(':', at + 1)
  }
  return at
}

function partsOf(text: string): string[] {
  if (text.startsWith('cpe:2.3:')) {
    const body = text.slice('cpe:2.3:'.length).toLowerCase()
    return body.includes('\\') ? splitEscaped(body) : body.split(':')
  }
  return text.startsWith('cpe:/') ? fromUri(text.slice('cpe:/'.length).toLowerCase()).map(unescape) : []
}

/** Splits at colons that are not escaped, and takes the escapes away. */
function splitEscaped(body: string): string[] {
  const parts: string[] = []
  let open = ''
  for (const piece of body.split(':')) {
    open += piece
    // An odd number of backslashes before a colon escapes it.
    if (/(?:^|[^\\])(?:\\\\)*\\$/.test(piece)) open += ':'
    else {
      parts.push(unescape(open))
      open = ''
    }
  }
  return open === '' ? parts : [...parts, unescape(open)]
}

function fromUri(body: string): string[] {
  return body.split(':').map((part) => {
    try {
      return decodeURIComponent(part)
    } catch {
      return part
    }
  })
}

function unescape(part: string): string {
  return part.includes('\\') ? part.replace(/\\(.)/g, '$1') : part
}

function isOpen(value: string): boolean {
  return value === '' || value === '*' || value === '-'
}
