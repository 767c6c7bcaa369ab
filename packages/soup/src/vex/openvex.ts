import { parsePurl, type Purl } from '../purl.ts'
import type { SoupIssue } from '../sbom/types.ts'
import { isRecord, type JsonObject, listOf, show, textOf } from '../untrusted.ts'
import type { VexDraft, VexStatement, VexStatus } from './types.ts'

/** Whether a document says that it is OpenVEX of a version that is read here. */
export function isOpenVex(root: JsonObject): boolean {
  const context = textOf(root['@context'])
  return context !== undefined && /^https:\/\/openvex\.dev\/ns(\/v0\.[012]\.\d+)?$/.test(context)
}

/**
 * Reads the statements of an OpenVEX document (0.0.1 to 0.2.0). One that says "not affected" and not why is refused, as the standard
 * wants: it would silence a finding without a reason.
 */
export function readOpenVex(root: JsonObject, { issues, note }: VexDraft): VexStatement[] {
  const author = textOf(root['author'])
  if (author === undefined) issues.push({ path: '/author', message: 'a decision needs an author' })
  const statements = listOf(root['statements']).flatMap((entry, index) => {
    const path = `/statements/${index}`
    if (!isRecord(entry)) {
      issues.push({ path, message: `found ${show(entry)}, wanted a statement` })
      return []
    }
    const inherited = { ...entry, timestamp: entry['timestamp'] ?? root['timestamp'] }
    return readStatement(inherited, author ?? '', path, issues, note)
  })
  if (!Array.isArray(root['statements'])) issues.push({ path: '/statements', message: 'wanted a list' })
  return statements
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
  note: VexDraft['note'],
): VexStatement[] {
  const { vulnerability: about, status, timestamp } = entry
  const named = isRecord(about) ? textOf(about['name']) : textOf(about)
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN
  const reasons = [textOf(entry['justification']), textOf(entry['impact_statement'])]
  const because = [...reasons, textOf(entry['status_notes'])].filter((text) => text !== undefined)
  const issue = (key: string, message: string): number => issues.push({ path: `${path}/${key}`, message })
  if (named === undefined) issue('vulnerability', 'a statement needs a vulnerability with a name')
  if (!statuses.has(status)) issue('status', `found ${show(status)}, wanted ${[...statuses].join(', ')}`)
  if (!Number.isFinite(at)) issue('timestamp', 'wanted an RFC 3339 time, here or for the document')
  if (status === 'not_affected' && reasons.every((text) => text === undefined)) {
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
