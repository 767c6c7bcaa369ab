/** Decisions in CSAF 2.0 and 2.1, profile VEX (category `csaf_vex`). */
import { parsePurl, type Purl } from '../purl.ts'
import { isRecord, type JsonObject, listOf, show, textOf } from '../untrusted.ts'
import type { VexDraft, VexStatement, VexStatus } from './types.ts'

const statusOf: Readonly<Record<string, VexStatus>> = {
  known_not_affected: 'not_affected',
  known_affected: 'affected',
  fixed: 'fixed',
  first_fixed: 'fixed',
  under_investigation: 'under_investigation',
}

export function isCsafVex(root: JsonObject): boolean {
  return isRecord(root['document']) && root['document']['category'] === 'csaf_vex'
}

export function readCsafVex(root: JsonObject, { issues, note }: VexDraft): VexStatement[] {
  const document = isRecord(root['document']) ? root['document'] : {}
  const tracking = isRecord(document['tracking']) ? document['tracking'] : {}
  const publisher = isRecord(document['publisher']) ? textOf(document['publisher']['name']) : undefined
  const at = Date.parse(textOf(tracking['current_release_date']) ?? '')
  if (publisher === undefined)
    issues.push({ path: '/document/publisher/name', message: 'a decision needs an author' })
  if (!Number.isFinite(at))
    issues.push({ path: '/document/tracking/current_release_date', message: 'wanted an RFC 3339 time' })
  const products = productPurls(root['product_tree'])
  return listOf(root['vulnerabilities']).flatMap((entry, index): VexStatement[] => {
    const path = `/vulnerabilities/${index}`
    if (!isRecord(entry)) {
      issues.push({ path, message: `found ${show(entry)}, wanted a vulnerability` })
      return []
    }
    const [vulnerability, ...aliases] = namesOf(entry)
    if (vulnerability === undefined) {
      issues.push({ path: `${path}/cve`, message: 'a decided vulnerability needs a cve or an id' })
      return []
    }
    const found: VexStatement[] = []
    for (const [word, ids] of Object.entries(
      isRecord(entry['product_status']) ? entry['product_status'] : {},
    )) {
      const status = Object.hasOwn(statusOf, word) ? statusOf[word] : undefined
      if (status === undefined) note(`VEX: the product status ${word.slice(0, 40)}`)
      else
        for (const id of listOf(ids)) {
          const purl = typeof id === 'string' ? products.get(id) : undefined
          if (purl === undefined) note('VEX: a product without a purl')
          else {
            const because = reasonOf(entry, String(id))
            if (status === 'not_affected' && because === '')
              issues.push({
                path: `${path}/flags`,
                message: `known_not_affected needs a flag or an impact statement for ${show(id)}`,
              })
            found.push({
              ...{ vulnerability, aliases, status, because, author: publisher ?? '', at, components: [purl] },
            })
          }
        }
    }
    return found
  })
}

function namesOf(entry: JsonObject): string[] {
  const ids = listOf(entry['ids']).flatMap((each) => (isRecord(each) ? (textOf(each['text']) ?? []) : []))
  const cve = textOf(entry['cve'])
  return cve === undefined ? ids : [cve, ...ids]
}

/** The flag of a product (CSAF 2.1, 3.2.4.7) and what is said of its impact (3.2.4.16). */
function reasonOf(entry: JsonObject, id: string): string {
  const about = (each: unknown): each is JsonObject =>
    isRecord(each) && (listOf(each['product_ids']).includes(id) || each['product_ids'] === undefined)
  const flags = listOf(entry['flags'])
    .filter(about)
    .flatMap((flag) => textOf(flag['label']) ?? [])
  const impacts = listOf(entry['threats'])
    .filter(about)
    .flatMap((threat) => (threat['category'] === 'impact' ? (textOf(threat['details']) ?? []) : []))
  return [...flags, ...impacts].join(': ')
}

function productPurls(tree: unknown): Map<string, Purl> {
  const found = new Map<string, Purl>()
  const take = (product: unknown): void => {
    if (!isRecord(product)) return
    const id = textOf(product['product_id'])
    const helper = isRecord(product['product_identification_helper'])
      ? product['product_identification_helper']
      : {}
    const [listed] = listOf(helper['purls'])
    const parsed = parsePurl(textOf(helper['purl']) ?? textOf(listed) ?? '')
    if (id !== undefined && parsed.ok) found.set(id, parsed.purl)
  }
  // Its depth is that of the document, which `readVex` refuses beyond its limit.
  const walk = (branches: unknown): void => {
    for (const branch of listOf(branches)) {
      if (!isRecord(branch)) continue
      take(branch['product'])
      walk(branch['branches'])
    }
  }
  if (!isRecord(tree)) return found
  walk(tree['branches'])
  for (const product of listOf(tree['full_product_names'])) take(product)
  for (const relationship of listOf(tree['relationships'])) {
    if (!isRecord(relationship)) continue
    take(relationship['full_product_name'])
    const full = relationship['full_product_name']
    const [id, of] = [
      isRecord(full) ? textOf(full['product_id']) : undefined,
      textOf(relationship['product_reference']),
    ]
    const purl = found.get(of ?? '')
    if (id !== undefined && purl !== undefined && !found.has(id)) found.set(id, purl)
  }
  return found
}
