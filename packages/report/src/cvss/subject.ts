import { type Actor, actors, type CutSet, type Finding, type GoalResult, rules } from '@pericard/analysis'
import type { Component, DeviceFile, Goal, Interface, Reach } from '@pericard/model'

/** What one vector is about: where the attack enters, what has to happen before, what it reaches. */
export interface Subject {
  readonly file: DeviceFile
  readonly entry?: Interface
  /** Undefined where anybody can. */
  readonly actor?: Actor
  /** Everything that has to go wrong for it, the weakness itself included. */
  readonly events: readonly string[]
  readonly goal: Goal
  readonly phi: readonly string[]
  readonly functions: readonly string[]
  readonly secrets: readonly string[]
  readonly software: readonly string[]
  /** Components where what is reached is held or done. */
  readonly reached: readonly Component[]
}

/** An attack path of a goal as a subject. */
export function subjectOfPath(file: DeviceFile, goal: GoalResult, cut: CutSet, entryOf: EntryOf): Subject {
  const entry = entryOf(cut)
  const actor = actors.find(({ id }) => id === cut.actor)
  const of = (kind: GoalResult['kind']): string[] => (goal.kind === kind ? [goal.asset] : [])
  const reached = holders(file, goal.kind, goal.asset)
  return {
    file,
    ...(entry === undefined ? {} : { entry }),
    ...(actor === undefined ? {} : { actor }),
    events: cut.events,
    goal: goal.goal,
    phi: of('phi'),
    functions: of('function'),
    secrets: of('key'),
    software: of('software'),
    reached: file.components.filter(({ id }) => reached.includes(id)),
  }
}

/**
 * A finding as a subject, `undefined` where it names no place that an attack enters by: a missing statement or a
 * procedure has no attack vector.
 */
export function subjectOfFinding(file: DeviceFile, { element, rule }: Finding): Subject | undefined {
  const [section, id] = split(element)
  const touched = componentsOf(file, section, id)
  const entry =
    section === 'interfaces'
      ? file.interfaces.find((one) => one.id === id)
      : widest(file, section, id, touched)
  const goal = rules.find((one) => one.id === rule)?.goal
  if (entry === undefined || goal === undefined) return undefined
  const at = (one: string): boolean => touched.includes(one)
  const carried = section === 'interfaces' ? entry.carries : section === 'data' ? [id] : undefined
  const phi = file.data.filter(
    (item) => item.kind === 'phi' && (carried === undefined ? item.at.some(at) : carried.includes(item.id)),
  )
  const functions = file.functions.filter(
    ({ id: name, component }) => entry.commands.includes(name) || (section !== 'data' && at(component)),
  )
  return {
    file,
    entry,
    events: [],
    goal,
    phi: ofPhi(goal) ? phi.map((one) => one.id) : [],
    functions: ofPhi(goal) ? [] : functions.map((one) => one.id),
    secrets: section === 'keys' ? [id] : [],
    software: section === 'updates' ? [id] : [],
    reached: file.components.filter((one) => at(one.id)),
  }
}

function ofPhi(goal: Goal): boolean {
  return goal === 'disclosed' || goal === 'lost' || goal === 'altered'
}

function split(element: string): [string, string] {
  const dot = element.indexOf('.')
  return dot === -1 ? [element, ''] : [element.slice(0, dot), element.slice(dot + 1)]
}

function componentsOf(file: DeviceFile, section: string, id: string): readonly string[] {
  switch (section) {
    case 'components':
      return [id]
    case 'data':
      return file.data.find((one) => one.id === id)?.at ?? []
    case 'keys':
      return file.keys.find((one) => one.id === id)?.at ?? []
    case 'functions':
      return file.functions.filter((one) => one.id === id).map(({ component }) => component)
    case 'updates':
      return file.updates.find((one) => one.id === id)?.components ?? []
    case 'interfaces':
      return file.interfaces.filter((one) => one.id === id).map(({ to }) => to)
    default:
      return []
  }
}

const widths: readonly Reach[] = [
  'internet',
  'hospital-network',
  'ward-network',
  'wireless',
  'physical-port',
  'physical-open',
  'internal',
]

/** The interface that most people can touch among those that lead to the element. */
function widest(
  file: DeviceFile,
  section: string,
  id: string,
  touched: readonly string[],
): Interface | undefined {
  const own = [...file.updates, ...file.diagnostics, ...file.monitoring].find((one) => one.id === id)
  if (own !== undefined && ['updates', 'diagnostics', 'monitoring'].includes(section))
    return file.interfaces.find((one) => one.id === own.interface)
  const inside = touched.filter((one) => file.components.some((each) => each.id === one && !each.external))
  return file.interfaces
    .filter(
      ({ from, to, credentials }) =>
        inside.includes(to) || inside.includes(from) || (section === 'keys' && credentials.includes(id)),
    )
    .toSorted((a, b) => widths.indexOf(a.reach) - widths.indexOf(b.reach))[0]
}

/** The first interface that a path rests on: where the attacker first touches something. */
export type EntryOf = (cut: CutSet) => Interface | undefined

export function entriesOf(file: DeviceFile): EntryOf {
  const at = new Map<string, string>()
  for (const [place, { file: name, line, column }] of file.positions)
    if (place.startsWith('interfaces.')) at.set(`${name}:${line}:${column}`, place.split('.')[1] ?? '')
  const interfaces = new Map(file.interfaces.map((one) => [one.id, one]))
  return ({ path }) => {
    for (const { positions } of path) {
      for (const { file: name, line, column } of positions) {
        const found = interfaces.get(at.get(`${name}:${line}:${column}`) ?? '')
        if (found !== undefined) return found
      }
    }
    return undefined
  }
}

function holders(file: DeviceFile, kind: GoalResult['kind'], asset: string): readonly string[] {
  switch (kind) {
    case 'phi':
      return componentsOf(file, 'data', asset)
    case 'function':
      return componentsOf(file, 'functions', asset)
    case 'key':
      return componentsOf(file, 'keys', asset)
    case 'software':
      return componentsOf(file, 'updates', asset)
  }
}
