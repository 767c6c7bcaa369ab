/** What to do first: the changes that take most from attackers, each with what it buys. */
import type { Position } from '@pericard/model'
import { adviceAt, elementOf, type Hardening, hardened, placesOn } from './changes.ts'
import { eventIndices } from './depths.ts'
import { compareText } from './ordered.ts'
import { type Places, positionOf } from './paths.ts'
import { orderMax, solve, type Solution, type Way } from './solve.ts'
import type { Analysis, AttackGraph, Depth, GoalNode } from './types.ts'

/** One change to one element of the file. */
export interface PlanStep {
  /** `<section>.<id>`. */
  readonly element: string
  readonly position?: Position
  /** Imperatives, one for each place of the element that matters. */
  readonly advice: readonly string[]
  /** Goals, as `<asset>/<goal>`, that stay below policy while this element is as it is, whatever else is done. */
  readonly keepsBelow: readonly string[]
  /** Goals whose depth this change, with those before it, raises. */
  readonly raised: readonly {
    readonly asset: string
    readonly goal: string
    readonly from: Depth
    readonly to: Depth
  }[]
  /** Lines of defence missing, over goals and attackers, before this change and after it. */
  readonly missing: { readonly before: number; readonly after: number }
}

const stepsMax = 3
/** A way is looked at for candidates up to this many; more would only repeat the same places. */
const waysMax = 2_000
/** Most work for each step of the plan, in steps of graphs solved. */
const budget = 400_000
const candidatesMax = 24
const roundsMax = 6

/**
 * The changes to make first. Of the elements that attacks pass, the one comes first that by itself takes away the most
 * missing lines of defence, counted over every attacker and every goal below policy, and that keeps the most goals below
 * policy whatever else is done; then the next with that one done. Keys and software count once no patient data and
 * no function is below policy any more: they are worth what they open.
 */
export function planOf(
  analysis: Pick<Analysis, 'goals' | 'graph' | 'assumed'>,
  file: Places = { positions: new Map() },
): PlanStep[] {
  const { graph } = analysis
  const below = analysis.goals.flatMap((goal, index) =>
    goal.met || goal.acceptedBy !== undefined ? [] : (graph.goals[index] ?? []),
  )
  const weighty = below.filter(({ kind }) => kind === 'phi' || kind === 'function')
  const open = weighty.length > 0 ? weighty : below
  if (open.length === 0) return []
  const problem: Problem = { graph, open, assumed: eventIndices(graph, analysis.assumed) }
  const start = stateOf(problem, [])
  const candidates = candidatesOf(problem, start)
  const plan: PlanStep[] = []
  const done: Candidate[] = []
  let state = start
  while (plan.length < stepsMax && state.missing > 0) {
    const best = bestOf(problem, candidates, done, state)
    if (best === undefined) break
    const { change, after, keeps } = best
    const position = positionOf(file, change.places[0] ?? change.name)
    plan.push({
      element: change.name,
      ...(position === undefined ? {} : { position }),
      advice: change.places.map((place) => adviceAt(graph, place)),
      keepsBelow: open.flatMap(({ asset, goal }, index) => (keeps.below[index] ? [`${asset}/${goal}`] : [])),
      raised: raisedBetween(open, start, after),
      missing: { before: state.missing, after: after.missing },
    })
    done.push(change)
    state = after
  }
  return plan
}

/** The candidate that takes away most by itself and keeps most below policy; undefined where none does either. */
function bestOf(
  problem: Problem,
  candidates: readonly Candidate[],
  done: readonly Candidate[],
  state: State,
): { change: Candidate; after: State; keeps: State } | undefined {
  const open = candidates.filter(({ name }) => !done.some((each) => each.name === name))
  // What another owner has to do comes after what the maker can.
  const own = open.filter(({ places }) => places.some((place) => !place.endsWith('.protected-by')))
  const left = own.length > 0 ? own : open
  const tried = Math.max(stepsMax, Math.floor(budget / Math.max(1, problem.graph.steps.length)))
  let best: { change: Candidate; after: State; keeps: State; worth: number } | undefined
  for (const change of left.slice(0, tried)) {
    const after = stateOf(problem, [...done, change])
    const others = candidates.filter((each) => each !== change)
    const keeps = stateOf(problem, others.map(shut))
    const worth = state.missing - after.missing + keeps.missing
    if (worth > (best?.worth ?? 0)) best = { change, after, keeps, worth }
  }
  return best
}

interface Problem {
  readonly graph: AttackGraph
  readonly open: readonly GoalNode[]
  readonly assumed: ReadonlySet<number>
}

/** As many lines as could ever be wanted. */
function shut(candidate: Candidate): Hardening {
  return { ...candidate, lines: orderMax + 1 }
}

interface State {
  readonly solution: Solution
  readonly depths: readonly number[]
  readonly below: readonly boolean[]
  /** Lines of defence missing, over goals and attackers. */
  readonly missing: number
}

function stateOf({ graph, open, assumed }: Problem, changes: readonly Hardening[]): State {
  const changed = hardened(graph, changes)
  const solution = solve(changed, assumed)
  let missing = 0
  const depths = open.map(({ fact, wanted }) => {
    const each = depthsByActor(changed, solution[fact] ?? [])
    for (const depth of each) missing += Math.max(0, wanted - depth)
    return Math.min(...each)
  })
  const below = depths.map((depth, index) => depth < (open[index]?.wanted ?? 0))
  return { solution, depths, below, missing }
}

/** The smallest number of failures for each attacker; 4 where none up to 3 is enough. */
function depthsByActor({ actors }: AttackGraph, ways: readonly Way[]): number[] {
  return actors.map((_, actor) =>
    ways.reduce((least, way) => ((way.actors >> actor) & 1 ? Math.min(least, way.events.length) : least), 4),
  )
}

interface Candidate extends Hardening {
  readonly passed: number
}

/**
 * Elements that attacks on goals below policy pass, those that most pass first. One solution tells one way for each
 * set of failures; with what it passes hardened the next tells another, so a few rounds bring out the rest.
 */
function candidatesOf(problem: Problem, start: State): Candidate[] {
  const found = new Map<string, { places: Set<string>; passed: number }>()
  let state = start
  for (let round = 0; round < roundsMax; round++) {
    const before = found.size
    collect(problem, state, found)
    if (round > 0 && found.size === before) break
    const known = [...found].map(([name, { places }]) => ({ name, places: [...places], passed: 0 }))
    // What is looked for next lies beside the places known, not through them.
    state = stateOf(problem, known.map(shut))
  }
  return [...found]
    .map(([name, { places, passed }]) => ({ name, places: [...places].sort(compareText), passed }))
    .sort((a, b) => b.passed - a.passed || compareText(a.name, b.name))
    .slice(0, candidatesMax)
}

function collect(
  { graph, open }: Problem,
  { solution }: State,
  found: Map<string, { places: Set<string>; passed: number }>,
): void {
  let looked = 0
  for (const { fact, wanted } of open) {
    for (const way of solution[fact] ?? []) {
      if (way.events.length >= wanted || looked++ >= waysMax) continue
      const places = placesOn(graph, way)
      for (const element of new Set(places.map(elementOf))) {
        const known = found.get(element) ?? { places: new Set<string>(), passed: 0 }
        for (const place of places) if (elementOf(place) === element) known.places.add(place)
        known.passed += popCount(way.actors)
        found.set(element, known)
      }
    }
  }
}

function popCount(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}

function raisedBetween(open: readonly GoalNode[], before: State, after: State): PlanStep['raised'] {
  return open.flatMap(({ asset, goal }, index) => {
    const [from, to] = [before.depths[index] ?? 0, after.depths[index] ?? 0]
    return to > from ? [{ asset, goal, from: from as Depth, to: to as Depth }] : []
  })
}
