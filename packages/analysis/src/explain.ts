import type { DeviceFile } from '@pericard/model'
import { silencesOf } from './findings.ts'
import { compareText } from './ordered.ts'
import { type Raise, raiseOf } from './raise.ts'
import type { Analysis, Depth, Finding, GoalResult, Level, Silence } from './types.ts'

/** One goal of an asset, with all that the analysis can say of it. */
export interface GoalExplanation {
  readonly result: GoalResult
  readonly depths: Readonly<Record<Level, Depth>>
  /** The smallest change to the file that raises the depth; undefined where none up to four places does. */
  readonly raise?: Raise
}

export interface Explanation {
  readonly asset: string
  readonly goals: readonly GoalExplanation[]
  /** Elements that the asset's attacks pass or that hold, carry or perform it, as `<section>.<id>`. */
  readonly elements: readonly string[]
  readonly findings: readonly Finding[]
  /** For each rule that could apply to one of those elements and stays silent: why. */
  readonly silences: readonly Silence[]
}

/** Explains one asset; undefined where the file has no goal for an asset of this id. `levels` are of the same file and assumptions. */
export function explain(
  file: DeviceFile,
  levels: Readonly<Record<Level, Analysis>>,
  asked: Analysis,
  asset: string,
  now: number,
): Explanation | undefined {
  const goals = asked.goals.flatMap((result, index): GoalExplanation[] => {
    const node = asked.graph.goals[index]
    if (result.asset !== asset || node === undefined) return []
    const depthAt = (level: Level): Depth => levels[level].goals[index]?.depth ?? 0
    const raise = raiseOf(asked.graph, node, asked.assumed, file)
    return [
      {
        result,
        depths: { declared: depthAt('declared'), enforced: depthAt('enforced'), proven: depthAt('proven') },
        ...(raise === undefined ? {} : { raise }),
      },
    ]
  })
  if (goals.length === 0) return undefined
  const elements = elementsOf(file, asset)
  return {
    asset,
    goals,
    elements: [...elements].sort(compareText),
    findings: asked.findings.filter(({ element }) => elements.has(element)),
    silences: silencesOf(file, now).filter(({ element }) => elements.has(element)),
  }
}

/** The asset itself and what holds it, carries it, performs it or changes it. */
function elementsOf(file: DeviceFile, asset: string): Set<string> {
  const found = new Set<string>()
  const components = new Set<string>()
  const at = (section: string, id: string): unknown => found.add(`${section}.${id}`)
  for (const { id, at: places } of [...file.data, ...file.keys].filter((each) => each.id === asset)) {
    at(file.data.some((item) => item.id === id) ? 'data' : 'keys', id)
    for (const place of places) components.add(place)
  }
  for (const { id, component } of file.functions.filter((each) => each.id === asset)) {
    at('functions', id)
    components.add(component)
  }
  for (const { id, components: replaced } of file.updates.filter((each) => each.id === asset)) {
    at('updates', id)
    for (const component of replaced) components.add(component)
  }
  for (const component of file.components.filter(({ id }) => components.has(id))) {
    at('components', component.id)
    for (const id of component.soup) at('soup', id)
    if (file.hosts.some(({ id }) => id === component.host)) at('hosts', component.host)
  }
  for (const each of file.interfaces) {
    const touches = components.has(each.from) || components.has(each.to)
    const concerns =
      each.carries.includes(asset) || each.commands.includes(asset) || each.credentials.includes(asset)
    if (!touches && !concerns) continue
    at('interfaces', each.id)
    for (const id of [...each.authentication, ...each.protection, ...each.validation]) at('controls', id)
  }
  return found
}
