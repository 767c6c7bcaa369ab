/** Weaknesses of published vulnerabilities, from CSAF 2.0 documents or from the reduced list in `conformance/`. */
import { readFileSync, statSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'

export interface Vulnerability {
  readonly advisory: string
  /** Empty where the document gives none. */
  readonly cve: string
  /** Undefined where the document names no weakness. */
  readonly cwe: number | undefined
}

/** A file of advisories that cannot be used; the message names it, its line where it has many, and what is wrong. */
export class AdvisoryFileError extends Error {
  override readonly name = 'AdvisoryFileError'
}

/** Largest text that a compressed file may unfold to. */
const textBytesMax = 1 << 28

/**
 * Reads CSAF documents: a folder (every `.json` below it), a `.json`, or a `.jsonl` or `.jsonl.zst` with one on each line. A
 * `.json` may be the reduced list too.
 *
 * @throws {AdvisoryFileError}
 */
export function readVulnerabilities(path: string): Vulnerability[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw new AdvisoryFileError(`Found no file or folder ${path}`)
  if (found.isDirectory()) {
    const files = globSync('**/*.json', { cwd: path }).sort()
    if (files.length === 0) throw new AdvisoryFileError(`Found no .json in the folder ${path}`)
    return files.flatMap((file) => readVulnerabilities(join(path, file)))
  }
  const text = textOf(path)
  if (!/\.jsonl(\.zst)?$/.test(path)) return vulnerabilitiesOf(text, path)
  return text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : vulnerabilitiesOf(line, `${path}:${index + 1}`)))
}

function textOf(path: string): string {
  const bytes = readFileSync(path)
  if (!path.endsWith('.zst')) return bytes.toString('utf8')
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: textBytesMax }).toString('utf8')
  } catch (cause) {
    throw new AdvisoryFileError(`${path} cannot be decompressed to at most ${textBytesMax} bytes`, { cause })
  }
}

/**
 * Vulnerabilities of one document.
 *
 * @param place file, and line where it has many, for messages
 * @throws {AdvisoryFileError}
 */
export function vulnerabilitiesOf(text: string, place: string): Vulnerability[] {
  const root = mapOf(parseJson(text, place))
  if (root === undefined) throw new AdvisoryFileError(`${place}: found no map`)
  const list = root['vulnerabilities'] ?? []
  if (!Array.isArray(list)) throw new AdvisoryFileError(`${place}: vulnerabilities is not a list`)
  if (root['document'] === undefined && root['origin'] === undefined) {
    const wanted = 'a CSAF document has "document", a reduced list has "origin"'
    throw new AdvisoryFileError(`${place}: has neither; ${wanted}`)
  }
  const tracking = mapOf(mapOf(root['document'])?.['tracking'])
  return list.map((entry: unknown, index) => {
    const each = mapOf(entry)
    if (each === undefined) throw new AdvisoryFileError(`${place}: vulnerability ${index} is not a map`)
    return {
      advisory: textIn(each['advisory']) ?? textIn(tracking?.['id']) ?? place,
      cve: textIn(each['cve']) ?? '',
      cwe: cweOf(each['cwe'], `${place}: vulnerability ${index}`),
    }
  })
}

/** `{ "id": "CWE-79" }` in CSAF, `79` in the reduced list. */
function cweOf(value: unknown, place: string): number | undefined {
  if (value === undefined) return undefined
  const id = mapOf(value)?.['id']
  const number = typeof id === 'string' ? Number(/^CWE-(\d+)$/.exec(id)?.[1]) : value
  if (typeof number === 'number' && Number.isInteger(number) && number > 0) return number
  throw new AdvisoryFileError(
    `${place}: cwe is ${JSON.stringify(value)}; wanted such as {"id":"CWE-79"} or 79`,
  )
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AdvisoryFileError(`${place}: is not JSON`, { cause })
  }
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined
}
