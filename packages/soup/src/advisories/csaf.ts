import { isRecord, type JsonObject, listOf, textOf } from '../untrusted.ts'
import { productsOf, type Product } from './csaf-products.ts'
import {
  type AdvisoryFormat,
  Fault,
  identifierOf,
  isCve,
  newestCvss,
  noVersions,
  type Note,
  optional,
  type Reading,
  records,
  summaryOf,
  texts,
  timestamp,
  vectorsIn,
} from './reading.ts'
import type { Advisory, Affected, AffectedRange } from './types.ts'

/**
 * CSAF 2.0 and 2.1: advisories of vendors and coordinators, and VEX documents. Each vulnerability becomes an advisory
 * of its own, since a document often has several.
 *
 * A product that carries a purl or a CPE is spoken of under those; any other as ecosystem `Product`, with
 * `vendor:product` as the name, which is how a device's own model is found.
 */
export const csaf: AdvisoryFormat = {
  name: 'CSAF',
  recognises: (record) => isRecord(record['document']) && 'csaf_version' in record['document'],
  read: readDocument,
}

function readDocument(record: JsonObject, note: Note): Reading {
  const document = record['document']
  const tracking = isRecord(document) ? document['tracking'] : undefined
  if (!isRecord(document) || !isRecord(tracking)) throw new Fault('a CSAF document needs document.tracking')
  const version = textOf(document['csaf_version'])
  if (version !== '2.0' && version !== '2.1')
    throw new Fault(`CSAF ${version ?? ''} is not read, 2.0 and 2.1 are`)
  const id = identifierOf(tracking['id'], 'a CSAF document')
  const modified = timestamp(tracking['current_release_date'], `${id}: current_release_date`)
  const products = productsOf(record['product_tree'], id, note)
  const advisories = records(record['vulnerabilities'], `${id}: vulnerabilities`).map(
    (vulnerability, index): Advisory => {
      const cve = textOf(vulnerability['cve'])
      const other = listOf(vulnerability['ids'])
        .filter(isRecord)
        .flatMap((entry) => textOf(entry['text']) ?? [])
      const vectors = vectorsIn({ scores: vulnerability['scores'] }).concat(
        contentVectors(vulnerability['metrics']),
      )
      return {
        id: `${id}#${cve ?? index + 1}`,
        source: 'CSAF',
        modified,
        withdrawn: textOf(document['category']) === 'csaf_withdrawn',
        aliases: cve !== undefined && isCve(cve) ? [cve] : other.slice(0, 1),
        summary: summaryOf(
          vulnerability['title'] === cve ? undefined : vulnerability['title'],
          document['title'],
        ),
        ...optional('cvss', newestCvss(vectors)),
        affected: affectedOf(vulnerability['product_status'], products, id, note),
      }
    },
  )
  return { advisories }
}

/** CSAF 2.1 has `metrics[].content.cvss_v4` where 2.0 has `scores[].cvss_v3`. */
function contentVectors(metrics: unknown): string[] {
  return listOf(metrics).flatMap((metric) =>
    isRecord(metric) ? vectorsIn({ content: [metric['content']] }) : [],
  )
}

const affectedStatus = ['first_affected', 'known_affected', 'last_affected'] as const
const clearedStatus = ['first_fixed', 'fixed', 'known_not_affected', 'recommended'] as const

interface Named {
  readonly product: Product
  readonly ranges: AffectedRange[]
  readonly versions: Set<string>
  readonly except: AffectedRange[]
  open: boolean
}

function affectedOf(
  status: unknown,
  products: ReadonlyMap<string, readonly Product[]>,
  id: string,
  note: Note,
): Affected[] {
  if (!isRecord(status)) return []
  const named = new Map<string, Named>()
  const each = (keys: readonly string[], take: (named: Named, product: Product) => void): void => {
    for (const reference of keys.flatMap((key) => texts(status[key], `${id}: ${key}`))) {
      const found = products.get(reference)
      if (found === undefined) note('CSAF: a product that the product tree does not have')
      for (const product of found ?? []) take(entryOf(named, product), product)
    }
  }
  each(affectedStatus, takeAffected)
  each(clearedStatus, (entry, { scope }) => {
    if (scope.kind === 'range') entry.except.push(scope.range)
    else if (scope.kind === 'version') entry.except.push(exactly(scope.version, scope.order))
  })
  return [...named.values()]
    .filter(({ ranges, versions, open }) => open || ranges.length > 0 || versions.size > 0)
    .map(({ product, ranges, versions, except, open }) => ({
      ecosystem: product.ecosystem,
      name: product.name,
      ranges,
      versions: versions.size === 0 ? noVersions : versions,
      ...(except.length === 0 ? {} : { except }),
      ...optional('cpe', product.cpe),
      ...(open && ranges.length === 0 && versions.size === 0 ? { weak: 'names no versions' as const } : {}),
    }))
}

function takeAffected(entry: Named, { scope }: Product): void {
  if (scope.kind === 'range') entry.ranges.push(scope.range)
  else if (scope.kind === 'version') entry.versions.add(scope.version)
  else entry.open = true
}

function entryOf(named: Map<string, Named>, product: Product): Named {
  const key = JSON.stringify([product.ecosystem, product.name, product.cpe])
  const entry = named.get(key) ?? {
    product,
    ranges: [],
    versions: new Set<string>(),
    except: [],
    open: false,
  }
  named.set(key, entry)
  return entry
}

function exactly(version: string, order: string): AffectedRange {
  return {
    order,
    events: [
      { kind: 'introduced', version },
      { kind: 'last_affected', version },
    ],
  }
}
