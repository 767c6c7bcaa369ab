import type { DeviceFile, ParseResult, ReadInclude } from '../types.ts'
import { loadTree } from './include.ts'
import { IssueList } from './issues.ts'
import { positionsOf } from './path.ts'
import { checkReferences } from './references.ts'
import { Source } from './source.ts'
import { checkStructure } from './structure.ts'
import { isMap, kindOf, type Places } from './tree.ts'
import type { ReadContext } from './yaml.ts'

export interface ParseOptions {
  /** Name of the file in positions, with "/" between folders. Default `device.yaml`. */
  readonly file?: string
  /** Without it every include is an issue. */
  readonly readInclude?: ReadInclude
}

/**
 * Parses a device file. The text is attacker-controlled: size, depth and number of nodes are bounded
 * (`deviceFileLimits`), aliases, tags and merge keys are refused, and time grows linearly with the text.
 *
 * All that is wrong is reported at once, in the order of the text. Nothing is thrown for a bad text.
 */
export function parseDeviceFile(text: string, options: ParseOptions = {}): ParseResult {
  const source = new Source(options.file ?? 'device.yaml', text)
  const issues = new IssueList()
  const places: Places = new WeakMap()
  const context: ReadContext = { issues, places, unreadable: new Set(), nodes: 0 }
  const { tree, sources, complete } = loadTree(source, context, options.readInclude)
  if (tree === undefined) return { ok: false, issues: issues.sorted() }
  if (!isMap(tree)) {
    const message = `Found ${kindOf(tree)}; wanted a map with the keys pericard, device and components`
    issues.add('VALUE_WRONG_TYPE', message, source.position(0))
    return { ok: false, issues: issues.sorted() }
  }
  const checked = checkStructure(tree, context)
  if (complete) checkReferences(tree, places, issues)
  if (checked === undefined || !issues.empty) return { ok: false, issues: issues.sorted() }
  const file: DeviceFile = { ...checked, positions: positionsOf(tree, places) }
  return { ok: true, file, sources }
}
