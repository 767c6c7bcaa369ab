import type { DeviceFile } from '@pericard/model'
import { acceptanceOf } from './acceptance.ts'
import { cutsOf, depthOf, eventIndices } from './depths.ts'
import { findingsOf } from './findings.ts'
import { buildGraph } from './graph.ts'
import { assumedEvents } from './levels.ts'
import { tell } from './paths.ts'
import { breachRegister } from './registers/breach.ts'
import { functionRegister } from './registers/function.ts'
import { intersectionOf } from './registers/intersection.ts'
import type { Judged } from './registers/judged.ts'
import { solve } from './solve.ts'
import type { Analysis, AnalyseOptions, GoalResult } from './types.ts'

/**
 * Asks a device file what can be done to the device and how many failures it takes (design section 5).
 *
 * `options.assume` should have passed `assumeIssues`: an event that the file does not know changes nothing here.
 */
export function analyse(file: DeviceFile, options: AnalyseOptions): Analysis {
  const graph = buildGraph(file)
  const assumed = assumedEvents(graph, file, options)
  const solution = solve(graph, eventIndices(graph, assumed))
  const judged = graph.goals.map((node): Judged => {
    const cuts = cutsOf(graph, solution, node.fact)
    const depth = depthOf(cuts)
    const accepted = acceptanceOf(file.accepted, `${node.asset}/${node.goal}`, options.now)
    const result: GoalResult = {
      asset: node.asset,
      kind: node.kind,
      goal: node.goal,
      depth,
      wanted: node.wanted,
      met: depth >= node.wanted,
      ...(accepted === undefined ? {} : { acceptedBy: accepted.id }),
      cutSets: cuts.map((cut) => tell(graph, file, cut)),
    }
    return { result, ways: solution[node.fact] ?? [] }
  })
  const goals = judged.map(({ result }) => result)
  const findings = findingsOf(file, options.now)
  return {
    device: file.device.id,
    version: file.device.version,
    level: options.level ?? 'declared',
    assumed,
    goals,
    findings,
    breachRegister: breachRegister(file, judged),
    functionRegister: functionRegister(file, graph, judged),
    intersection: intersectionOf(goals),
    graph,
    met:
      goals.every((goal) => goal.met || goal.acceptedBy !== undefined) &&
      findings.every((finding) => finding.severity !== 'high' || finding.acceptedBy !== undefined),
  }
}
