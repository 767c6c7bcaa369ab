import type { DeviceFile, SoupItem } from '@pericard/model'
import { parsePurl, type Purl } from './purl.ts'
import type { SbomComponent } from './sbom/types.ts'

/** The item under `soup` of a device file that a component of an SBOM is: version and qualifiers apart. */
export function itemOf(
  { soup }: Pick<DeviceFile, 'soup'>,
  { purl: text }: Pick<SbomComponent, 'purl'>,
): SoupItem | undefined {
  const purl = soup.items.length === 0 ? undefined : purlOf(text)
  if (purl === undefined) return undefined
  return soup.items.find((item) => {
    const known = purlOf(item.purl)
    return known !== undefined && samePackage(purl, known)
  })
}

function purlOf(text: string | undefined): Purl | undefined {
  const parsed = text === undefined ? undefined : parsePurl(text)
  return parsed?.ok === true ? parsed.purl : undefined
}

/** The file states which item it is, the SBOM which version is built in. */
function samePackage(a: Purl, b: Purl): boolean {
  return a.type === b.type && a.namespace === b.namespace && a.name === b.name
}
