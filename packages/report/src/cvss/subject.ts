import { type Actor, actors, type CutSet, type GoalResult } from '@pericard/analysis'
import type { Component, DeviceFile, Goal, Interface } from '@pericard/model'

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

/** Components where an asset is held or done. */
function holders(file: DeviceFile, kind: GoalResult['kind'], asset: string): readonly string[] {
  switch (kind) {
    case 'phi':
      return file.data.find(({ id }) => id === asset)?.at ?? []
    case 'function':
      return file.functions.filter(({ id }) => id === asset).map(({ component }) => component)
    case 'key':
      return file.keys.find(({ id }) => id === asset)?.at ?? []
    case 'software':
      return file.updates.find(({ id }) => id === asset)?.components ?? []
  }
}
