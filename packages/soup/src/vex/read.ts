import { fromUtf8, JsonError, parseJson } from '@pericard/base'
import { soupLimits } from '../limits.ts'
import type { SoupIssue } from '../sbom/types.ts'
import { isRecord, type JsonObject } from '../untrusted.ts'
import { isCsafVex, readCsafVex } from './csaf.ts'
import { isCycloneDxVex, readCycloneDxVex } from './cyclonedx.ts'
import { isOpenVex, readOpenVex } from './openvex.ts'
import type { ReadVexResult, VexDraft, VexStatement } from './types.ts'

const readers: readonly {
  readonly is: (root: JsonObject) => boolean
  readonly read: (root: JsonObject, draft: VexDraft) => VexStatement[]
}[] = [
  { is: isOpenVex, read: readOpenVex },
  { is: isCycloneDxVex, read: readCycloneDxVex },
  { is: isCsafVex, read: readCsafVex },
]

/** Reads decisions in OpenVEX, CycloneDX or CSAF: all of a document, or everything that is wrong with it. */
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
  const reader = isRecord(root) ? readers.find(({ is }) => is(root as JsonObject)) : undefined
  if (!isRecord(root) || reader === undefined)
    return refused(
      '',
      'it is neither OpenVEX 0.0 to 0.2, nor CycloneDX with vulnerabilities, nor a CSAF document of category csaf_vex',
    )
  const issues: SoupIssue[] = []
  const counts = new Map<string, number>()
  const note = (reason: string): unknown => counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const statements = reader.read(root, { issues, note })
  if (issues.length > 0) return { ok: false, issues: issues.slice(0, soupLimits.issuesMax) }
  return { ok: true, statements, notUnderstood: Object.fromEntries(counts) }
}

function refused(path: string, message: string): ReadVexResult {
  return { ok: false, issues: [{ path, message }] }
}
