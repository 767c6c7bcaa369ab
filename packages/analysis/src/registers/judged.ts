import type { DeviceFile } from '@pericard/model'
import { actors, type Actor } from '../actors.ts'
import { actorsOf } from '../paths.ts'
import type { Way } from '../solve.ts'
import type { GoalResult, PathStep } from '../types.ts'

/** A goal's result with every way to it, for the registers. */
export interface Judged {
  readonly result: GoalResult
  readonly ways: readonly Way[]
}

/** Everybody who gets there with as few failures as the depth says. */
export function likeliest({ result, ways }: Judged): Actor[] {
  const smallest = ways.filter((way) => way.events.length === result.depth)
  const indices = new Set(smallest.flatMap(actorsOf))
  return actors.filter((_, index) => indices.has(index))
}

export function shortestPath({ cutSets }: GoalResult): readonly PathStep[] {
  return cutSets[0]?.path ?? []
}

/** Numbers that the file does not give are never made up. */
export function times(count: number | undefined, factor: number): number | 'not stated' {
  return count === undefined ? 'not stated' : count * factor
}

/** Whether an event concerns something that one copy of which serves many devices. */
export function isShared(file: DeviceFile, event: string): boolean {
  const id = event.slice(event.indexOf(':') + 1)
  return event.startsWith('key:') && file.keys.some((key) => key.id === id && key.scope !== 'device')
}
