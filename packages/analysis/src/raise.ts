/** The smallest change to a device file that raises the depth of one goal. */
import type { Position } from '@pericard/model'
import { adviceAt, hardened, placesOn } from './changes.ts'
import { eventIndices } from './depths.ts'
import { type Places, positionOf } from './paths.ts'
import { orderMax, solve, type Way } from './solve.ts'
import type { AttackGraph, Depth, GoalNode } from './types.ts'

/** A place where one independent control more is needed. */
export interface Change {
  /** Path in the device file. */
  readonly place: string
  readonly position?: Position
  readonly advice: string
}

export interface Raise {
  /** All of them together, in the order of the attack. */
  readonly changes: readonly Change[]
  readonly to: Depth
  /** True where no fewer places do it; false where leaving any one out would not do, but another set might be smaller. */
  readonly fewest: boolean
}

/** Places that are tried together in the exact search, and graphs that are solved in it. */
const exactMax = 3
const solvesMax = 120
/** Places of a change that is found greedily; a device that needs more is better read as a whole. */
const greedyMax = 16

/**
 * The fewest places at which one independent control more raises the depth of `goal`; undefined where the goal has no
 * attack up to order 3, or where it takes more places than anybody would do at once.
 *
 * The search is complete: whatever raises the depth must stand on each way that is as short as the depth, so only places
 * on one such way are tried, then those on one that is still left. Where three places are not enough, or it takes too
 * long, a set that nothing can be left out of is given instead.
 */
export function raiseOf(
  graph: AttackGraph,
  goal: GoalNode,
  assumed: readonly string[],
  file: Places = { positions: new Map() },
): Raise | undefined {
  const search = new Search(graph, goal, eventIndices(graph, assumed))
  const found = search.exact() ?? search.greedy()
  if (found === undefined) return undefined
  const changes = found.places.map((place): Change => {
    const position = positionOf(file, place)
    return { place, ...(position === undefined ? {} : { position }), advice: adviceAt(graph, place) }
  })
  return { changes, to: found.to, fewest: found.fewest }
}

interface Found {
  readonly places: readonly string[]
  readonly to: Depth
  readonly fewest: boolean
}

class Search {
  readonly #graph: AttackGraph
  readonly #fact: number
  readonly #happened: ReadonlySet<number>
  readonly #depth: number
  readonly #first: readonly Way[]
  #solved = 0

  constructor(graph: AttackGraph, goal: GoalNode, happened: ReadonlySet<number>) {
    // One goal only, so that no time is spent on the others.
    this.#graph = { ...graph, goals: [goal] }
    this.#fact = goal.fact
    this.#happened = happened
    this.#first = this.#shortest([])
    this.#depth = depthOf(this.#first)
  }

  /** The fewest places, found by iterative deepening; undefined where three are not enough. */
  exact(): Found | undefined {
    for (let size = 1; size <= exactMax; size++) {
      const found = this.#deepen([], this.#first, size)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Takes the place that most of the shortest ways left pass, until none is left; then leaves out what is not needed. */
  greedy(): Found | undefined {
    let places: string[] = []
    let ways = this.#first
    while (ways.length > 0 && depthOf(ways) === this.#depth) {
      const next = mostPassed(this.#graph, ways, places)
      if (next === undefined || places.length === greedyMax) return undefined
      places.push(next)
      ways = this.#shortest(places)
    }
    for (const place of places) {
      const without = places.filter((each) => each !== place)
      if (depthOf(this.#shortest(without)) > this.#depth) places = without
    }
    const to = depthOf(this.#shortest(places))
    return places.length === 0 ? undefined : { places, to, fewest: false }
  }

  #deepen(chosen: readonly string[], ways: readonly Way[], more: number): Found | undefined {
    const [way] = ways
    if (way === undefined || more === 0) return undefined
    for (const place of placesOn(this.#graph, way)) {
      if (chosen.includes(place) || this.#solved >= solvesMax) continue
      this.#solved++
      const places = [...chosen, place]
      const left = this.#shortest(places)
      if (depthOf(left) > this.#depth) return { places, to: depthOf(left), fewest: true }
      const found = this.#deepen(places, left, more - 1)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** The ways with the fewest failures once one more control stands at each of `places`. */
  #shortest(places: readonly string[]): readonly Way[] {
    const changed = hardened(
      this.#graph,
      places.map((place) => ({ name: place, places: [place] })),
    )
    const ways = solve(changed, this.#happened)[this.#fact] ?? []
    const depth = depthOf(ways)
    return ways.filter((way) => way.events.length === depth)
  }
}

function depthOf(ways: readonly Way[]): Depth {
  return ways.reduce((least, { events }) => Math.min(least, events.length), orderMax + 1) as Depth
}

function mostPassed(graph: AttackGraph, ways: readonly Way[], taken: readonly string[]): string | undefined {
  const passed = new Map<string, number>()
  for (const way of ways) {
    for (const place of placesOn(graph, way))
      if (!taken.includes(place)) passed.set(place, (passed.get(place) ?? 0) + 1)
  }
  let best: string | undefined
  for (const [place, count] of passed) if (count > (passed.get(best ?? '') ?? 0)) best = place
  return best
}
