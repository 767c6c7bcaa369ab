import { soupLimits } from '../limits.ts'
import { identify } from '../identity.ts'
import { parsePurl } from '../purl.ts'
import { parseVers } from '../vers.ts'
import { isRecord, type JsonObject, textOf } from '../untrusted.ts'
import { rangeOfComparators, splitComparators } from './comparators.ts'
import { splitCpe } from './cpe-name.ts'
import { orderOfProduct } from './products.ts'
import { Fault, type Note, records } from './reading.ts'
import type { AffectedRange, CpeLimits } from './types.ts'
import { rangeOfVers } from './vers-range.ts'

/** Which versions of a product a branch of the product tree means. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'version'; readonly version: string; readonly order: string }
  | { readonly kind: 'range'; readonly range: AffectedRange }

export interface Product {
  /** OSV ecosystem, `CPE`, or `Product` for what has a vendor's name only. */
  readonly ecosystem: string
  readonly name: string
  readonly cpe?: CpeLimits
  readonly scope: Scope
}

/** Products of a CSAF product tree by `product_id`, relationships and groups aside. */
export function productsOf(tree: unknown, id: string, note: Note): Map<string, Product[]> {
  const products = new Map<string, Product[]>()
  if (!isRecord(tree)) return products
  const walk = (branch: JsonObject, above: Names, depth: number): void => {
    if (depth > soupLimits.advisoryDepthMax) throw new Fault(`${id}: branches are nested too deep`)
    const names = namesWith(above, branch)
    const { product } = branch
    if (isRecord(product)) addProduct(products, product, names, note)
    for (const inner of records(branch['branches'], `${id}: branches`)) walk(inner, names, depth + 1)
  }
  for (const branch of records(tree['branches'], `${id}: branches`)) walk(branch, {}, 0)
  for (const product of records(tree['full_product_names'], `${id}: full_product_names`)) {
    addProduct(products, product, {}, note)
  }
  for (const relationship of records(tree['relationships'], `${id}: relationships`)) {
    addRelationship(products, relationship, note)
  }
  return products
}

interface Names {
  readonly vendor?: string
  readonly product?: string
  readonly version?: string
  readonly range?: string
}

function namesWith(above: Names, branch: JsonObject): Names {
  const name = textOf(branch['name'])?.trim()
  if (name === undefined) return above
  const { category } = branch
  if (category === 'vendor') return { ...above, vendor: name }
  if (category === 'product_name') return { ...above, product: name }
  if (category === 'product_version') return { ...above, version: name }
  if (category === 'product_version_range') return { ...above, range: name }
  return above
}

function addProduct(products: Map<string, Product[]>, product: JsonObject, names: Names, note: Note): void {
  const id = textOf(product['product_id'])
  if (id === undefined) throw new Fault('a product of the product tree needs a product_id')
  const found = identitiesOf(product['product_identification_helper'], names)
  if (found.length === 0) note('CSAF: a product without purl, CPE or vendor and name')
  const scoped = found.flatMap(({ order, version, ...identity }): Product[] => {
    const scope = scopeOf(names, version, order)
    if (scope === undefined) note('CSAF: no version that can be compared')
    return scope === undefined ? [] : [{ ...identity, scope }]
  })
  products.set(id, scoped)
}

interface Identified {
  readonly ecosystem: string
  readonly name: string
  readonly order: string
  readonly version?: string | undefined
  readonly cpe?: CpeLimits
}

function identitiesOf(helper: unknown, { vendor, product }: Names): Identified[] {
  const found: Identified[] = []
  const { purl, purls, cpe } = isRecord(helper) ? helper : ({} as JsonObject)
  // CSAF 2.0 has one purl, 2.1 a list of them.
  for (const text of [purl, ...(Array.isArray(purls) ? (purls as readonly unknown[]) : [])]) {
    const parsed = typeof text === 'string' ? parsePurl(text) : undefined
    const identified = parsed?.ok === true ? identify(parsed.purl) : undefined
    if (identified?.ok === true) found.push({ ...identified.identity, order: identified.identity.ecosystem })
  }
  const split = typeof cpe === 'string' ? splitCpe(cpe) : undefined
  if (split !== undefined) {
    const version = split.version === '*' || split.version === '-' ? {} : { version: split.version }
    const order = orderOfProduct(split.key)
    found.push({ ecosystem: 'CPE', name: split.key, order, cpe: split.limits, ...version })
  }
  if (found.length > 0 || vendor === undefined || product === undefined) return found
  return [{ ecosystem: 'Product', name: `${vendor}:${product}`.toLowerCase(), order: 'generic' }]
}

/** `undefined` where what the branch names can not be compared with any version. */
function scopeOf(
  { version, range }: Names,
  identified: string | undefined,
  order: string,
): Scope | undefined {
  const text = range ?? version ?? identified
  if (text === undefined || /^(vers:\w+\/)?(\*|all( versions)?)$/i.test(text)) return { kind: 'all' }
  const vers = parseVers(text)
  const exact = vers.ok ? rangeOfVers(vers.range) : undefined
  if (exact !== undefined) return { kind: 'range', range: exact }
  const body = text.replace(/^vers:[\w.-]+\//, '')
  // A range is often written where a version belongs, and the other way about.
  if (!/[<>=|*]/.test(body)) {
    return /^[\w][\w.+:~-]{0,127}$/.test(body)
      ? { kind: 'version', version: body.toLowerCase(), order }
      : undefined
  }
  const comparators = splitComparators(body.toLowerCase())
  // Under a scheme that nobody defines ("vers:all/") two bounds are meant as one interval; what more would mean is not known.
  if (body !== text && comparators.length > 2) return undefined
  if (comparators.length === 0 || comparators.some((part) => !/^[<>=]/.test(part))) return undefined
  const found = rangeOfComparators(comparators, order)
  return found === undefined ? undefined : { kind: 'range', range: found }
}

/** "A installed on B" is vulnerable as A is; that it takes B too is more than an SBOM can say. */
function addRelationship(products: Map<string, Product[]>, relationship: JsonObject, note: Note): void {
  const full = relationship['full_product_name']
  const id = isRecord(full) ? textOf(full['product_id']) : undefined
  const about = textOf(relationship['product_reference'])
  if (id === undefined || about === undefined)
    throw new Fault('a relationship needs full_product_name and product_reference')
  const found = products.get(about)
  if (found === undefined) note('CSAF: a product that the product tree does not have')
  products.set(id, found ?? [])
}
