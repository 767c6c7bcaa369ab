/** Findings and goals as the threats of an Open Threat Model, and the elements that they are at. */
import type { Control, CriticalFunction, DeviceFile } from '@pericard/model'
import { rules } from '../rules/index.ts'
import type { Analysis, Finding, GoalResult } from '../types.ts'
import type { OtmControlState, OtmThreat, OtmThreatInstance } from './otm-types.ts'

/** Impact, 0 to 100, as the format asks for it. */
const findingImpact: Readonly<Record<Finding['severity'], number>> = { high: 100, medium: 60, low: 20 }
/** By severity of harm (ISO 14971:2019). */
const harmImpact: Readonly<Record<CriticalFunction['harm'], number>> = {
  negligible: 20,
  minor: 40,
  serious: 60,
  critical: 80,
  catastrophic: 100,
}
/** Of each line of defence that the policy demands; 4 is the most it can. */
const impactPerDepth = 25
const noneFound = 4

export interface OtmThreats {
  readonly all: readonly OtmThreat[]
  /** By component id. */
  readonly atComponents: ReadonlyMap<string, readonly OtmThreatInstance[]>
  /** By interface id. */
  readonly atInterfaces: ReadonlyMap<string, readonly OtmThreatInstance[]>
}

/** A threat for each finding, and one for each goal that up to three failures open. */
export function otmThreats(file: DeviceFile, analysis: Analysis): OtmThreats {
  const goals = analysis.goals.filter(({ cutSets }) => cutSets.length > 0)
  const states = new Map(file.controls.map((control) => [control.id, controlState(control)]))
  const at = new Map<string, OtmThreatInstance[]>()
  const places = new Places(file)
  const put = (element: string, threat: OtmThreatInstance): void => {
    for (const place of places.of(element)) {
      const known = at.get(place)
      if (known === undefined) at.set(place, [threat])
      else known.push(threat)
    }
  }
  for (const finding of analysis.findings) {
    const state = finding.acceptedBy === undefined ? 'exposed' : 'accepted'
    put(finding.element, { threat: finding.id, state, mitigations: [] })
  }
  for (const goal of goals) put(`assets.${goal.asset}`, goalInstance(goal, states))
  return {
    all: [...analysis.findings.map(findingThreat), ...goals.map((goal) => goalThreat(goal, file))],
    atComponents: under('components.', at),
    atInterfaces: under('interfaces.', at),
  }
}

/** What makes a control count. */
export function controlState({ enforcement: { by } }: Control): OtmControlState {
  return by === 'guard' || by === 'mechanism' ? 'enforced' : 'declared'
}

function under(
  prefix: string,
  at: ReadonlyMap<string, readonly OtmThreatInstance[]>,
): ReadonlyMap<string, readonly OtmThreatInstance[]> {
  return new Map(
    [...at]
      .filter(([place]) => place.startsWith(prefix))
      .map(([place, list]) => [place.slice(prefix.length), list]),
  )
}

function findingThreat({
  id,
  rule,
  element,
  title,
  because,
  advice,
  severity,
  cwe,
  acceptedBy,
}: Finding): OtmThreat {
  const card = rules.find((one) => one.id === rule)
  return {
    id,
    name: title,
    description: `${because}. ${advice}.`,
    categories: card === undefined ? [] : [card.category],
    cwes: cwe.map((number) => `CWE-${number}`),
    risk: {
      likelihood: null,
      impact: findingImpact[severity],
      impactComment: `A finding of severity ${severity}`,
    },
    attributes: { element, rule, ...(acceptedBy === undefined ? {} : { 'accepted-by': acceptedBy }) },
  }
}

function goalThreat(
  { asset, kind, goal, depth, wanted, met, acceptedBy, cutSets }: GoalResult,
  file: DeviceFile,
): OtmThreat {
  const [shortest] = cutSets
  const harm = file.functions.find(({ id }) => id === asset)?.harm
  const needed = depth === 0 ? 'Open today' : `It takes ${depth} ${depth === 1 ? 'failure' : 'failures'}`
  const events = shortest?.events.join(' and ') ?? ''
  const path =
    shortest?.path
      .map(({ text }) => text)
      .filter((text) => text !== '')
      .join('; ') ?? ''
  return {
    id: `${asset}/${goal}`,
    name: `${asset} can be ${goal}`,
    description: `${needed}${events === '' ? '' : `: ${events}`}. ${path}`.trim(),
    categories: [kind],
    cwes: [],
    risk: {
      likelihood: null,
      impact: harm === undefined ? wanted * impactPerDepth : harmImpact[harm],
      impactComment: harm === undefined ? `The policy wants a depth of ${wanted}` : `Harm: ${harm}`,
    },
    attributes: {
      asset,
      goal,
      depth: depth === noneFound ? '>3' : String(depth),
      wanted: wanted === noneFound ? '>3' : String(wanted),
      met: String(met),
      ...(acceptedBy === undefined ? {} : { 'accepted-by': acceptedBy }),
    },
  }
}

function goalInstance(
  { asset, goal, met, acceptedBy, cutSets }: GoalResult,
  states: ReadonlyMap<string, OtmControlState>,
): OtmThreatInstance {
  const events = new Set(cutSets.flatMap((cut) => cut.events))
  const inTheWay = [...states].filter(([id]) => events.has(`control:${id}`))
  return {
    threat: `${asset}/${goal}`,
    state: acceptedBy !== undefined ? 'accepted' : met ? 'mitigated' : 'exposed',
    mitigations: inTheWay.map(([mitigation, state]) => ({ mitigation, state })),
  }
}

/** Components and interfaces that an element of the file lies at, as `components.<id>` and `interfaces.<id>`. */
class Places {
  readonly #by = new Map<string, string[]>()

  constructor(file: DeviceFile) {
    const components = (ids: readonly string[]): string[] => ids.map((id) => `components.${id}`)
    for (const { id } of file.components) this.#by.set(`components.${id}`, components([id]))
    for (const { id } of file.interfaces) this.#by.set(`interfaces.${id}`, [`interfaces.${id}`])
    for (const { id, at } of file.data) this.#asset('data', id, components(at))
    for (const { id, component } of file.functions) this.#asset('functions', id, components([component]))
    for (const { id, at } of file.keys) this.#asset('keys', id, components(at))
    for (const { id } of file.soup.items)
      this.#by.set(
        `soup.${id}`,
        components(file.components.filter(({ soup }) => soup.includes(id)).map((one) => one.id)),
      )
    for (const section of ['updates', 'diagnostics', 'monitoring'] as const)
      for (const one of file[section]) this.#by.set(`${section}.${one.id}`, [`interfaces.${one.interface}`])
    for (const { id, components: on } of file.stages) this.#by.set(`stages.${id}`, components(on))
  }

  of(element: string): readonly string[] {
    const [section, id] = element.split('.')
    return this.#by.get(`${section}.${id}`) ?? []
  }

  #asset(section: string, id: string, places: string[]): void {
    this.#by.set(`${section}.${id}`, places)
    // Data, functions and keys share one name space.
    this.#by.set(`assets.${id}`, places)
  }
}
