/** Device files from the threat models and inventories of other tools. */
import type { Issue } from '../types.ts'
import { IssueList } from '../parse/issues.ts'
import { Source } from '../parse/source.ts'
import { isMap, kindOf, type Places } from '../parse/tree.ts'
import { type ReadContext, readYaml } from '../parse/yaml.ts'
import { Cursor, type Session } from './cursor.ts'
import { readCycloneDx } from './cyclonedx.ts'
import type { Draft } from './draft.ts'
import { type NotCarried, notCarriedOf } from './not-carried.ts'
import { readOtm } from './otm.ts'
import { readThreagile } from './threagile.ts'
import { readThreatDragon } from './threat-dragon.ts'
import { writeDraft } from './write.ts'

export type { NotCarried } from './not-carried.ts'

export type SourceFormat = 'threagile' | 'threat-dragon' | 'otm' | 'cyclonedx'

interface Converter {
  /** Name for people. */
  readonly name: string
  readonly read: (root: Cursor) => Draft
}

const converters: Readonly<Record<SourceFormat, Converter>> = {
  threagile: { name: 'a Threagile model', read: readThreagile },
  'threat-dragon': { name: 'an OWASP Threat Dragon model', read: readThreatDragon },
  otm: { name: 'an Open Threat Model', read: readOtm },
  cyclonedx: { name: 'a CycloneDX bill of materials', read: readCycloneDx },
}

/** Formats that `convertFrom` reads. */
export const sourceFormats: readonly SourceFormat[] = Object.keys(converters) as SourceFormat[]

export type ConvertResult =
  | {
      readonly ok: true
      /** A device file, with a comment `decide` wherever the source leaves something open. */
      readonly text: string
      /** Every statement of the source that the device file does not have, in the order of the source. */
      readonly notCarried: readonly NotCarried[]
    }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/**
 * Makes a device file of another tool's file. The text is attacker-controlled and bounded as a device file is
 * (`deviceFileLimits`); aliases and merge keys, which Threagile models live on, are written out and count each time.
 *
 * Nothing is thrown for a bad text: `issues` say where it is and what was wanted.
 */
export function convertFrom(format: SourceFormat, text: string, file = 'source'): ConvertResult {
  const issues = new IssueList()
  const places: Places = new WeakMap()
  const context: ReadContext = { issues, places, unreadable: new Set(), nodes: 0, expandsAliases: true }
  const source = new Source(file, text)
  const { name, read } = converters[format]
  if (/^\uFEFF?\s*</.test(text)) {
    issues.add('FILE_SYNTAX', `Found XML; wanted ${name} in JSON or YAML`, source.position(0))
    return { ok: false, issues: issues.sorted() }
  }
  const tree = readYaml(source, context)
  if (tree === undefined || !issues.empty) return { ok: false, issues: issues.sorted() }
  if (!isMap(tree)) {
    issues.add('VALUE_WRONG_TYPE', `Found ${kindOf(tree)}; wanted ${name}`, source.position(0))
    return { ok: false, issues: issues.sorted() }
  }
  const session: Session = { issues, places, fates: new WeakMap() }
  const root = new Cursor(tree, session, '')
  const draft = read(root)
  if (issues.empty && draft.components.length === 0)
    root.refuse('KEY_MISSING', `Found no component; ${name} with at least one is wanted`)
  if (!issues.empty) return { ok: false, issues: issues.sorted() }
  return { ok: true, text: writeDraft(draft, name), notCarried: notCarriedOf(tree, session) }
}
