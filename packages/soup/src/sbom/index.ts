import { fromUtf8, JsonError, parseJson } from '@pericard/base'
import { soupLimits } from '../limits.ts'
import { isRecord, show } from '../untrusted.ts'
import { readCycloneDx } from './cyclonedx.ts'
import { readCycloneDxXml } from './cyclonedx-xml.ts'
import { isTagValue, readTagValue } from './spdx-tag-value.ts'
import { readSpdx2 } from './spdx2.ts'
import { readSpdx3 } from './spdx3.ts'
import type { ReadSbomResult } from './types.ts'

const wanted =
  'CycloneDX 1.2 to 1.7 (JSON, XML), SPDX 2.1 to 2.3 (JSON, tag-value) and SPDX 3.0 (JSON-LD) are read'

/**
 * Reads an SBOM: all of it or nothing, with everything that is wrong. The format follows from the content, never from
 * a name. The bytes come from a supplier and are hostile until read.
 */
export function readSbom(bytes: Uint8Array): ReadSbomResult {
  if (bytes.length > soupLimits.sbomBytesMax) {
    return refused('', `it has ${bytes.length} bytes, at most ${soupLimits.sbomBytesMax} are taken`)
  }
  const text = fromUtf8(bytes)
  if (text === undefined) return refused('', 'it is not UTF-8')
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (/^\s*</.test(body)) return readCycloneDxXml(body)
  if (isTagValue(body)) return readTagValue(body)
  return readJson(body)
}

function readJson(text: string): ReadSbomResult {
  let root: unknown
  try {
    root = parseJson(text, { charactersMax: soupLimits.sbomBytesMax, depthMax: soupLimits.sbomDepthMax })
  } catch (error) {
    if (error instanceof JsonError) return refused('', error.message)
    throw error
  }
  if (!isRecord(root)) return refused('', `found ${show(root)}, wanted a document; ${wanted}`)
  if (root['bomFormat'] === 'CycloneDX') return readCycloneDx(root, 'CycloneDX JSON')
  if ('spdxVersion' in root) return readSpdx2(root, 'SPDX JSON')
  if (isSpdx3Context(root['@context'])) return readSpdx3(root)
  return refused('/bomFormat', `it is neither CycloneDX nor SPDX; ${wanted}`)
}

function isSpdx3Context(context: unknown): boolean {
  const contexts: readonly unknown[] = Array.isArray(context) ? context : [context]
  return contexts.some((entry) => typeof entry === 'string' && entry.startsWith('https://spdx.org/rdf/3.'))
}

function refused(path: string, message: string): ReadSbomResult {
  return { ok: false, issues: [{ path, message }] }
}
