import type { Analysis } from '../types.ts'
import { analysisFields, definitions } from './schema.ts'
import { described, map, type Node } from './schema-nodes.ts'

/** Names the format and its version; a change that an older reader could misread gives a new one. */
export const analysisFormat = 'urn:pericard:analysis:1'

/** The whole analysis as plain JSON, with the format that it is written in. */
export interface AnalysisDocument extends Analysis {
  readonly format: typeof analysisFormat
}

export function toAnalysisDocument(analysis: Analysis): AnalysisDocument {
  return { format: analysisFormat, ...analysis }
}

/** The JSON Schema (draft 2020-12) of an `AnalysisDocument`: a key that is not in it is an error. */
export function analysisSchema(): object {
  const format: Node = { json: { const: analysisFormat } }
  const { json } = map<AnalysisDocument>({
    format: described(format, 'Format and version.'),
    ...analysisFields,
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: analysisFormat,
    title: 'Analysis of a Pericard device file',
    ...json,
    $defs: Object.fromEntries(Object.entries(definitions).map(([name, node]) => [name, node.json])),
  }
}

/** The text of `docs/specs/analysis.schema.json`. */
export function renderAnalysisSchema(): string {
  return `${JSON.stringify(analysisSchema(), undefined, 2)}\n`
}
