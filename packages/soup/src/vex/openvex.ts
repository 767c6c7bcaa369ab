import { fromUtf8, JsonError, parseJson } from '@pericard/base'
import { soupLimits } from '../limits.ts'
import { parsePurl, type Purl } from '../purl.ts'
import type { SoupIssue } from '../sbom/types.ts'
import { isRecord, type JsonObject, listOf, show, textOf } from '../untrusted.ts'

export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation'

/** What somebody decided about one vulnerability of some components. */
export interface VexStatement {
  readonly vulnerability: string
  readonly aliases: readonly string[]
  readonly status: VexStatus
  /** Why: the justification of the standard, or the author's words. */
  readonly because: string
  readonly author: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Components that it is about, by purl. */
  readonly components: readonly Purl[]
  /** The product in which they are so; absent if the statement names the components themselves as products. */
  readonly product?: Purl
}

export type ReadVexResult =
  | {
      readonly ok: true
      readonly statements: readonly VexStatement[]
      readonly notUnderstood: Readonly<Record<string, number>>
    }
  | { readonly ok: false; readonly issues: readonly SoupIssue[] }

/**
 * Reads an OpenVEX document (0.0.1 to 0.2.0): all of it or nothing. A statement that says "not affected" and not why is
 * refused, as the standard wants: it would silence a finding without a reason.
 */
export function readVex(bytes: Uint8Array): ReadVexResult {
  const text = bytes.length > soupLimits.sbomBytesMax ? undefined : fromUtf8(bytes)
  if (text === undefined) {
    return refused(
      '',
      `wanted UTF-8 of at most ${soupLimits.sbomBytesMax} bytes, found ${bytes.length} others`,
    )
  }
  let root: unknown
  try {
    root = parseJson(text, { charactersMax: soupLimits.sbomBytesMax, depthMax: soupLimits.sbomDepthMax })
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    return refused('', error.message)
  }
  const context = isRecord(root) ? textOf(root['@context']) : undefined
  if (
    !isRecord(root) ||
    context === undefined ||
    !/^https:\/\/openvex\.dev\/ns(\/v0\.[012]\.\d+)?$/.test(context)
  ) {
    return refused('/@context', 'it is no OpenVEX document of version 0.0 to 0.2')
  }
  return readStatements(root)
}

function readStatements(root: JsonObject): ReadVexResult {
  const issues: SoupIssue[] = []
  const counts = new Map<string, number>()
  const author = textOf(root['author'])
  if (author === undefined) issues.push({ path: '/author', message: 'a decision needs an author' })
  const statements = listOf(root['statements']).flatMap((entry, index) => {
    const path = `/statements/${index}`
    if (!isRecord(entry)) {
      issues.push({ path, message: `found ${show(entry)}, wanted a statement` })
      return []
    }
    const inherited = { ...entry, timestamp: entry['timestamp'] ?? root['timestamp'] }
    const note = (reason: string): unknown => counts.set(reason, (counts.get(reason) ?? 0) + 1)
    return readStatement(inherited, author ?? '', path, issues, note)
  })
  if (!Array.isArray(root['statements'])) issues.push({ path: '/statements', message: 'wanted a list' })
  if (issues.length > 0) return { ok: false, issues: issues.slice(0, soupLimits.issuesMax) }
  return { ok: true, statements, notUnderstood: Object.fromEntries(counts) }
}

const statuses: ReadonlySet<unknown> = new Set<VexStatus>([
  'not_affected',
  'affected',
  'fixed',
  'under_investigation',
])

function readStatement(
  entry: JsonObject,
  author: string,
  path: string,
  issues: SoupIssue[],
  note: (reason: string) => unknown,
): VexStatement[] {
  const { vulnerability: about, status, timestamp } = entry
  const named = isRecord(about) ? textOf(about['name']) : textOf(about)
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN
  const because = [textOf(entry['justification']), textOf(entry['impact_statement'])].filter(
    (text) => text !== undefined,
  )
  const issue = (key: string, message: string): number => issues.push({ path: `${path}/${key}`, message })
  if (named === undefined) issue('vulnerability', 'a statement needs a vulnerability with a name')
  if (!statuses.has(status)) issue('status', `found ${show(status)}, wanted ${[...statuses].join(', ')}`)
  if (!Number.isFinite(at)) issue('timestamp', 'wanted an RFC 3339 time, here or for the document')
  if (status === 'not_affected' && because.length === 0) {
    issue('justification', 'not_affected needs a justification or an impact_statement')
  }
  const common = {
    vulnerability: named ?? '',
    aliases: isRecord(about) ? listOf(about['aliases']).filter((alias) => typeof alias === 'string') : [],
    status: status as VexStatus,
    because: because.join(': '),
    author,
    at,
  }
  const statements: VexStatement[] = []
  const whole: Purl[] = []
  for (const product of listOf(entry['products'])) {
    const purl = purlOf(product)
    if (purl === undefined) note('VEX: a product without a purl')
    const inside = isRecord(product) ? listOf(product['subcomponents']) : []
    if (purl === undefined) continue
    if (inside.length === 0) whole.push(purl)
    else {
      const components = inside.map(purlOf).filter((each) => each !== undefined)
      if (components.length < inside.length) note('VEX: a component without a purl')
      statements.push({ ...common, components, product: purl })
    }
  }
  if (whole.length > 0) statements.push({ ...common, components: whole })
  return statements
}

/** A product is its identifier, or an object with one. */
function purlOf(product: unknown): Purl | undefined {
  const identifiers = isRecord(product) && isRecord(product['identifiers']) ? product['identifiers'] : {}
  const text =
    textOf(product) ?? textOf(identifiers['purl']) ?? (isRecord(product) ? textOf(product['@id']) : undefined)
  const parsed = text?.startsWith('pkg:') === true ? parsePurl(text) : undefined
  return parsed?.ok === true ? parsed.purl : undefined
}

function refused(path: string, message: string): ReadVexResult {
  return { ok: false, issues: [{ path, message }] }
}
