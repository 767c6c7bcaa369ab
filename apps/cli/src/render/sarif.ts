import { type Analysis, rules } from '@pericard/analysis'
import type { Position } from '@pericard/model'

const levels = { high: 'error', medium: 'warning', low: 'note' } as const

/** The analysis as SARIF 2.1.0 (OASIS): findings, and each goal below policy as a result of `defence-depth`. */
export function renderSarif(analysis: Analysis): string {
  const findings = analysis.findings.map((one) => ({
    ruleId: one.rule,
    level: levels[one.severity],
    message: { text: `${one.because}. ${one.advice}.` },
    locations: locationsOf(one.position),
    partialFingerprints: { 'pericard/v1': one.id },
    ...(one.acceptedBy === undefined ? {} : suppressed(one.acceptedBy)),
  }))
  const depths = analysis.goals
    .filter((goal) => !goal.met)
    .map((goal) => ({
      ruleId: 'defence-depth',
      level: 'error' as const,
      message: {
        text: `${goal.asset} can be ${goal.goal} with ${goal.depth} failures; ${goal.wanted} are wanted. ${goal.cutSets[0]?.events.join(' and ') || 'Open today'}.`,
      },
      locations: locationsOf(
        goal.cutSets[0]?.path.findLast(({ positions }) => positions.length > 0)?.positions[0],
      ),
      partialFingerprints: { 'pericard/v1': `${goal.asset}/${goal.goal}` },
      ...(goal.acceptedBy === undefined ? {} : suppressed(goal.acceptedBy)),
    }))
  const cards = rules.map(({ id, title, goesWrong, mitigation, cwe }) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: goesWrong },
    help: { text: mitigation },
    properties: { tags: cwe.map((number) => `external/cwe/cwe-${number}`) },
  }))
  const depthRule = {
    id: 'defence-depth',
    shortDescription: { text: 'Fewer lines of defence than the policy wants' },
  }
  const driver = { name: 'Pericard', rules: [...cards, depthRule] }
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results: [...findings, ...depths] }],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function locationsOf(position: Position | undefined): object[] {
  if (position === undefined) return []
  const uri = encodeURI(position.file.replaceAll('\\', '/'))
  return [
    {
      physicalLocation: {
        artifactLocation: { uri },
        region: { startLine: position.line, startColumn: position.column },
      },
    },
  ]
}

function suppressed(acceptedBy: string): object {
  return {
    suppressions: [{ kind: 'external', status: 'accepted', justification: `accepted risk ${acceptedBy}` }],
  }
}
