import {
  type Analysis,
  type Finding,
  type GoalResult,
  type PathStep,
  type Rule,
  rules,
} from '@pericard/analysis'
import type { AcceptedRisk, DeviceFile, Position } from '@pericard/model'
import { artifactOf, relativeTo } from './artifact-location.ts'

const levels = { high: 'error', medium: 'warning', low: 'note' } as const
/** What code scanning services sort by, 0 to 10: above 7 is high, above 4 medium. A place in a list, not a CVSS score. */
const ranks = { high: '8.0', medium: '5.5', low: '3.0' } as const
const depthRule = 'defence-depth'

/**
 * The analysis as SARIF 2.1.0 (OASIS): findings, and each goal below policy as a result of `defence-depth` with the shortest
 * path as a code flow. Every result has a place in the file: services that show SARIF drop those without one.
 */
export function renderSarif(analysis: Analysis, file: DeviceFile): string {
  const cards = [...rules.map(ruleDescriptor), depthDescriptor()]
  const indices = new Map(cards.map(({ id }, index) => [id, index]))
  const indexed = (ruleId: string): object => {
    const ruleIndex = indices.get(ruleId)
    return ruleIndex === undefined ? { ruleId } : { ruleId, ruleIndex }
  }
  const findings = analysis.findings.map((one) => ({ ...indexed(one.rule), ...findingResult(one, file) }))
  const broken = analysis.goals.filter((goal) => !goal.met)
  const depths = broken.map((goal) => ({ ...indexed(depthRule), ...depthResult(goal, file) }))
  const driver = { name: 'Pericard', version: '0.1.0', semanticVersion: '0.1.0', rules: cards }
  const run = {
    tool: { driver },
    automationDetails: { id: `pericard/${analysis.device}/${analysis.level}/` },
    invocations: [{ executionSuccessful: true }],
    originalUriBaseIds: { [relativeTo]: { description: { text: 'The folder that pericard was run in' } } },
    columnKind: 'utf16CodeUnits',
    results: [...findings, ...depths],
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

interface Descriptor {
  readonly id: string
  readonly [property: string]: unknown
}

function ruleDescriptor({
  id,
  title,
  goesWrong,
  mitigation,
  verify,
  falseAlarm,
  cwe,
  severity,
  category,
}: Rule): Descriptor {
  const help = [mitigation, `Verify: ${verify}`, `False alarm when: ${falseAlarm}`]
  return {
    id,
    name: id.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: sentence(title) },
    fullDescription: { text: sentence(goesWrong) },
    help: {
      text: help.map(sentence).join('\n'),
      markdown: help.map((line) => `- ${sentence(line)}`).join('\n'),
    },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: [
        'security',
        category,
        ...cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`),
      ],
      precision: 'high',
      'security-severity': ranks[severity],
    },
  }
}

function depthDescriptor(): Descriptor {
  const help =
    'Put a further control in the way of the shortest path, or separate what the failing events have in common. The code flow shows the path.'
  return {
    id: depthRule,
    name: 'DefenceDepth',
    shortDescription: { text: 'Fewer lines of defence than the policy wants.' },
    fullDescription: {
      text: 'The smallest number of failures that opens a goal to some attacker is below what the device file demands.',
    },
    help: { text: help, markdown: help },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['security'], precision: 'high', 'security-severity': ranks.high },
  }
}

function findingResult(one: Finding, file: DeviceFile): object {
  return {
    level: levels[one.severity],
    message: { text: `${sentence(one.because)} ${sentence(one.advice)}` },
    locations: [locationOf(one.position ?? placeOf(file, one.element))],
    partialFingerprints: { 'pericard/v1': one.id },
    ...suppressed(one.acceptedBy, file),
  }
}

function depthResult(goal: GoalResult, file: DeviceFile): object {
  const [shortest] = goal.cutSets
  const failures = `${goal.depth} ${goal.depth === 1 ? 'failure' : 'failures'}`
  const how =
    shortest === undefined || shortest.events.length === 0 ? 'Open today' : shortest.events.join(' and ')
  const place = shortest?.path.findLast(({ positions }) => positions.length > 0)?.positions[0]
  const flow = shortest === undefined ? [] : flowOf(shortest.path)
  return {
    level: 'error',
    message: {
      text: `${goal.asset} can be ${goal.goal} with ${failures}; ${goal.wanted} are wanted. ${sentence(how)}`,
    },
    locations: [locationOf(place ?? placeOf(file, assetPath(goal)))],
    ...(flow.length === 0 ? {} : { codeFlows: [{ threadFlows: [{ locations: flow }] }] }),
    partialFingerprints: { 'pericard/v1': `${goal.asset}/${goal.goal}` },
    ...suppressed(goal.acceptedBy, file),
  }
}

function assetPath({ kind, asset }: GoalResult): string {
  if (kind === 'function') return `functions.${asset}`
  return kind === 'key' ? `keys.${asset}` : `data.${asset}`
}

/** Steps of a path that rest on a line of the file. */
function flowOf(path: readonly PathStep[]): object[] {
  return path.flatMap(({ text, positions }) => {
    const [first] = positions
    if (first === undefined || text === '') return []
    return [{ location: { ...locationOf(first), message: { text: sentence(text) } } }]
  })
}

/** Where an element stands, or the device itself. */
function placeOf(file: DeviceFile, path: string): Position | undefined {
  return file.positions.get(path) ?? file.positions.get('device')
}

function locationOf(position: Position | undefined): object {
  const { file, line, column } = position ?? { file: 'device.yaml', line: 1, column: 1 }
  return {
    physicalLocation: {
      artifactLocation: artifactOf(file),
      region: { startLine: line, startColumn: column },
    },
  }
}

function suppressed(acceptedBy: string | undefined, { accepted }: DeviceFile): object {
  if (acceptedBy === undefined) return {}
  const risk = accepted.find(({ id }) => id === acceptedBy)
  return {
    suppressions: [{ kind: 'external', status: 'accepted', justification: reasonOf(acceptedBy, risk) }],
  }
}

function reasonOf(acceptedBy: string, risk: AcceptedRisk | undefined): string {
  if (risk === undefined) return `Accepted risk ${acceptedBy}.`
  return `Accepted risk ${acceptedBy}, by ${risk.owner} until ${risk.expires}: ${sentence(risk.reason)}`
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
