import type {
  Actor,
  Analysis,
  BreachEntry,
  Depth,
  Finding,
  FunctionEntry,
  GoalResult,
  IntersectionEntry,
  Level,
} from '@pericard/analysis'
import { actors } from '@pericard/analysis'
import { assert } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { type CvssReport, cvssOf } from '../cvss/index.ts'
import { type ResidualRisk, residualRisks } from './residual.ts'

/** The same question asked three times: with all controls, the enforced ones, the proven ones. */
export interface Levels {
  readonly declared: Analysis
  readonly enforced: Analysis
  readonly proven: Analysis
}

export interface Depths {
  readonly declared: Depth
  readonly enforced: Depth
  readonly proven: Depth
  /** What the policy asks for. */
  readonly wanted: number
  /** At the level that the document is written for. */
  readonly asked: Depth
  readonly met: boolean
  /** The decision in force that covers it. */
  readonly acceptedBy?: string
}

export interface OtherGoal {
  readonly kind: 'key' | 'software'
  readonly asset: string
  readonly goal: string
  readonly depths: Depths
}

/** Everything the registers say, as plain data; `renderJson` writes it as it is. */
export interface RegisterDocument {
  readonly format: 'pericard-registers'
  readonly formatVersion: 1
  readonly device: {
    readonly id: string
    readonly name: string
    readonly manufacturer: string
    readonly udiDi: string
    readonly version: string
    readonly fleetSize: number
  }
  /** The level that entries are written for; depths stand at all three. */
  readonly level: Level
  readonly assumed: readonly string[]
  readonly met: boolean
  readonly breach: readonly (BreachEntry & { readonly depths: Depths })[]
  readonly functions: readonly (FunctionEntry & { readonly depths: Depths })[]
  /** Goals on keys and software: no register of their own, but a depth that the policy asks for. */
  readonly others: readonly OtherGoal[]
  readonly intersection: readonly IntersectionEntry[]
  readonly residual: readonly ResidualRisk[]
  readonly findings: readonly Finding[]
  readonly cvss: CvssReport
}

/**
 * Puts an analysis at its three levels into one document. `level` is the one whose paths and actors are told; `now` in
 * milliseconds since the epoch decides which decisions have run out.
 */
export function registersOf(
  file: DeviceFile,
  levels: Levels,
  { level, now }: { readonly level: Level; readonly now: number },
): RegisterDocument {
  const asked = levels[level]
  const { id, name, manufacturer, udiDi, version, fleetSize } = file.device
  return {
    format: 'pericard-registers',
    formatVersion: 1,
    device: { id, name, manufacturer, udiDi, version, fleetSize },
    level,
    assumed: asked.assumed,
    met: asked.met,
    breach: asked.breachRegister.map((entry) => ({
      ...entry,
      depths: depthsAt(levels, level, 'phi', entry.data, entry.goal),
    })),
    functions: asked.functionRegister.map((entry) => ({
      ...entry,
      depths: depthsAt(levels, level, 'function', entry.function, entry.goal),
    })),
    others: asked.goals.flatMap(({ kind, asset, goal }): OtherGoal[] =>
      kind === 'key' || kind === 'software'
        ? [{ kind, asset, goal, depths: depthsAt(levels, level, kind, asset, goal) }]
        : [],
    ),
    intersection: asked.intersection,
    residual: residualRisks(file, asked, now),
    findings: asked.findings,
    cvss: cvssOf(file, asked),
  }
}

function depthsAt(
  levels: Levels,
  level: Level,
  kind: GoalResult['kind'],
  asset: string,
  goal: string,
): Depths {
  const at = (one: Level): GoalResult => {
    const found = levels[one].goals.find(
      (each) => each.kind === kind && each.asset === asset && each.goal === goal,
    )
    assert(found !== undefined, `a register speaks of ${asset}/${goal}, which is no goal`)
    return found
  }
  const { depth: asked, wanted, met, acceptedBy } = at(level)
  const three = { declared: at('declared').depth, enforced: at('enforced').depth, proven: at('proven').depth }
  return { ...three, wanted, asked, met, ...(acceptedBy === undefined ? {} : { acceptedBy }) }
}

export function actorName(id: string): string {
  return actors.find((actor: Actor) => actor.id === id)?.name ?? id
}
