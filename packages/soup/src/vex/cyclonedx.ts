/** Decisions in CycloneDX 1.4 to 1.7: the `analysis` of a vulnerability. */
import { parsePurl, type Purl } from '../purl.ts'
import { isRecord, type JsonObject, listOf, show, textOf } from '../untrusted.ts'
import type { VexDraft, VexStatement } from './types.ts'
import { justificationOfCycloneDx, statusOfState } from './words.ts'

/** Components nested deeper than any tool writes them. */
const depthMax = 64

export function isCycloneDxVex(root: JsonObject): boolean {
  return root['bomFormat'] === 'CycloneDX' && Array.isArray(root['vulnerabilities'])
}

/** Reads what is decided; a vulnerability without an analysis decides nothing. */
export function readCycloneDxVex(root: JsonObject, { issues, note }: VexDraft): VexStatement[] {
  const refs = new Map<string, Purl>()
  collect(root['components'], refs, 0)
  const metadata = isRecord(root['metadata']) ? root['metadata'] : {}
  const written = timeOf(metadata['timestamp'])
  const author = authorOf(metadata)
  return listOf(root['vulnerabilities']).flatMap((entry, index): VexStatement[] => {
    const path = `/vulnerabilities/${index}`
    if (!isRecord(entry)) {
      issues.push({ path, message: `found ${show(entry)}, wanted a vulnerability` })
      return []
    }
    const { analysis } = entry
    if (!isRecord(analysis) || analysis['state'] === undefined) return []
    const vulnerability = textOf(entry['id'])
    const status = statusOfState(analysis['state'])
    const at = timeOf(analysis['lastUpdated']) ?? timeOf(entry['updated']) ?? written
    const justification = justificationOfCycloneDx(analysis['justification'])
    const because = [justification, textOf(analysis['detail'])].filter((text) => text !== undefined)
    const issue = (key: string, message: string): number => issues.push({ path: `${path}/${key}`, message })
    if (vulnerability === undefined) issue('id', 'a decided vulnerability needs an id')
    if (status === undefined)
      issue('analysis/state', `found ${show(analysis['state'])}, wanted a state of 1.6`)
    if (at === undefined) issue('analysis/lastUpdated', 'wanted a time, here or in the metadata')
    if (status === 'not_affected' && because.length === 0)
      issue('analysis/justification', 'not_affected needs a justification or a detail')
    const components = affected(entry, refs, note)
    if (vulnerability === undefined || status === undefined || at === undefined || components.length === 0)
      return []
    const aliases = listOf(entry['references']).flatMap((each) =>
      isRecord(each) ? (textOf(each['id']) ?? []) : [],
    )
    return [{ vulnerability, aliases, status, because: because.join(': '), author, at, components }]
  })
}

function collect(list: unknown, refs: Map<string, Purl>, depth: number): void {
  if (depth > depthMax) return
  for (const component of listOf(list)) {
    if (!isRecord(component)) continue
    const [ref, purl] = [textOf(component['bom-ref']), purlOf(textOf(component['purl']))]
    if (ref !== undefined && purl !== undefined) refs.set(ref, purl)
    collect(component['components'], refs, depth + 1)
  }
}

/** A reference is that of a component here, a purl, or a BOM-Link to another document, which is not read. */
function affected(entry: JsonObject, refs: ReadonlyMap<string, Purl>, note: VexDraft['note']): Purl[] {
  return listOf(entry['affects']).flatMap((each) => {
    const ref = isRecord(each) ? textOf(each['ref']) : undefined
    const purl = refs.get(ref ?? '') ?? purlOf(ref)
    if (purl === undefined) note('VEX: a component without a purl')
    return purl ?? []
  })
}

function purlOf(text: string | undefined): Purl | undefined {
  const parsed = text?.startsWith('pkg:') === true ? parsePurl(text) : undefined
  return parsed?.ok === true ? parsed.purl : undefined
}

function authorOf(metadata: JsonObject): string {
  const [first] = listOf(metadata['authors'])
  const { supplier, manufacture, manufacturer } = metadata
  for (const each of [first, manufacturer, supplier, manufacture])
    if (isRecord(each)) {
      const name = textOf(each['name'])
      if (name !== undefined) return name
    }
  return 'the CycloneDX document'
}

function timeOf(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(at) ? at : undefined
}
