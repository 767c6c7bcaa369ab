/** SPDX 2 tag-value: lines of `Tag: value`, with `<text>` around what has several lines. */
import { soupLimits } from '../limits.ts'
import type { JsonObject } from '../untrusted.ts'
import { readSpdx2 } from './spdx2.ts'
import type { ReadSbomResult, SoupIssue } from './types.ts'

interface Line {
  readonly tag: string
  readonly value: string
  readonly number: number
}

type Package = Record<string, unknown> & { externalRefs: JsonObject[] }

/** Whether a text begins as a tag-value document does. */
export function isTagValue(text: string): boolean {
  return /^(?:\s*(?:#[^\r\n]*)?[\r\n])*\s*SPDXVersion:/.test(text.slice(0, headCharacters))
}

const headCharacters = 4096

/** Reads a tag-value document: all of it or nothing. */
export function readTagValue(text: string): ReadSbomResult {
  const issues: SoupIssue[] = []
  const root: Record<string, unknown> = {}
  const packages: Package[] = []
  const relationships: JsonObject[] = []
  let current: Package | undefined
  for (const { tag, value, number } of linesOf(text, issues)) {
    const opens = sections.get(tag)
    if (opens === 'package') {
      current = { name: value, path: `line ${number}`, externalRefs: [] }
      packages.push(current)
      if (packages.length > soupLimits.sbomComponentsMax) break
    } else if (opens === 'other') current = undefined
    if (tag === 'Relationship') relationships.push(relationshipOf(value))
    else if (current === undefined) rootTag(root, tag, value)
    else packageTag(current, tag, value)
  }
  if (issues.length > 0) return { ok: false, issues }
  return readSpdx2({ ...root, packages, relationships }, 'SPDX tag-value')
}

/** Tags that begin a part of the document; what follows belongs to that part. */
const sections: ReadonlyMap<string, 'package' | 'other'> = new Map([
  ['PackageName', 'package'],
  ['FileName', 'other'],
  ['SnippetSPDXID', 'other'],
  ['LicenseID', 'other'],
  ['Reviewer', 'other'],
  ['Annotator', 'other'],
])

function rootTag(root: Record<string, unknown>, tag: string, value: string): void {
  if (tag === 'SPDXVersion') root['spdxVersion'] ??= value
  if (tag === 'DocumentNamespace') root['documentNamespace'] ??= value
}

function packageTag(entry: Package, tag: string, value: string): void {
  if (tag === 'SPDXID') entry['SPDXID'] ??= value
  if (tag === 'PackageVersion') entry['versionInfo'] ??= value
  if (tag === 'PackageSourceInfo') entry['sourceInfo'] ??= value
  if (tag === 'PrimaryPackagePurpose') entry['primaryPackagePurpose'] ??= value
  if (tag !== 'ExternalRef') return
  const [, referenceType = '', referenceLocator = ''] = value.split(/\s+/, 3)
  entry.externalRefs.push({ referenceType, referenceLocator })
}

function relationshipOf(value: string): JsonObject {
  const [spdxElementId = '', relationshipType = '', relatedSpdxElement = ''] = value.split(/\s+/, 3)
  return { spdxElementId, relationshipType: relationshipType.toUpperCase(), relatedSpdxElement }
}

/** The tags with their values. Lines may end as any system ends them; documents with a lone CR exist. */
function* linesOf(text: string, issues: SoupIssue[]): Generator<Line> {
  const lines = text.split(/\r\n|\r|\n/)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    const number = at + 1
    const colon = line.indexOf(':')
    const tag = line.slice(0, Math.max(colon, 0)).trim()
    if (!/^[A-Za-z]{1,64}$/.test(tag)) {
      issues.push({ path: `line ${number}`, message: 'found no "Tag: value", wanted one' })
      if (issues.length >= soupLimits.issuesMax) return
      continue
    }
    let value = line.slice(colon + 1).trim()
    if (value.startsWith('<text>')) {
      const parts = [value]
      while (!(lines[at] ?? '').includes('</text>') && at + 1 < lines.length) parts.push(lines[++at] ?? '')
      value = parts.join('\n')
      const end = value.indexOf('</text>')
      if (end < 0) {
        issues.push({ path: `line ${number}`, message: `the <text> of ${tag} is never closed` })
        return
      }
      value = value.slice('<text>'.length, end)
    }
    yield { tag, value, number }
  }
}
