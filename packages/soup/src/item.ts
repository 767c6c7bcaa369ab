import type { DeviceFile, SoupItem } from '@pericard/model'
import { parsePurl, type Purl } from './purl.ts'
import type { SbomComponent } from './sbom/types.ts'

type Items = DeviceFile['soup']['items']

/** Items of a device file by the package that they are; a file is asked for each finding, and does not change. */
const byPackage = new WeakMap<Items, ReadonlyMap<string, SoupItem>>()

/** The item under `soup` of a device file that a component of an SBOM is: version and qualifiers apart. */
export function itemOf(
  { soup }: Pick<DeviceFile, 'soup'>,
  { purl: text }: Pick<SbomComponent, 'purl'>,
): SoupItem | undefined {
  const purl = soup.items.length === 0 ? undefined : purlOf(text)
  if (purl === undefined) return undefined
  const known = byPackage.get(soup.items) ?? packagesOf(soup.items)
  byPackage.set(soup.items, known)
  return known.get(packageOf(purl))
}

/** Of two items that are one package the first counts. */
function packagesOf(items: Items): ReadonlyMap<string, SoupItem> {
  const found = new Map<string, SoupItem>()
  for (const item of items) {
    const purl = purlOf(item.purl)
    const name = purl === undefined ? undefined : packageOf(purl)
    if (name !== undefined && !found.has(name)) found.set(name, item)
  }
  return found
}

function purlOf(text: string | undefined): Purl | undefined {
  const parsed = text === undefined ? undefined : parsePurl(text)
  return parsed?.ok === true ? parsed.purl : undefined
}

/** The file states which item it is, the SBOM which version is built in. */
function packageOf({ type, namespace, name }: Purl): string {
  return JSON.stringify([type, namespace, name])
}
