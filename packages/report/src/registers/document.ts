import type {
  Actor,
  Analysis,
  BreachEntry,
  Depth,
  Finding,
  FunctionEntry,
  IntersectionEntry,
  Level,
} from '@pericard/analysis'
import { actors } from '@pericard/analysis'
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
  readonly met: boolean
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
      depths: depthsAt(levels, 'phi', entry.data, entry.goal),
    })),
    functions: asked.functionRegister.map((entry) => ({
      ...entry,
      depths: depthsAt(levels, 'function', entry.function, entry.goal),
    })),
    intersection: asked.intersection,
    residual: residualRisks(file, asked, now),
    findings: asked.findings,
    cvss: cvssOf(file, asked),
  }
}

function depthsAt(levels: Levels, kind: 'phi' | 'function', asset: string, goal: string): Depths {
  const at = (level: Level): Analysis['goals'][number] | undefined =>
    levels[level].goals.find((one) => one.kind === kind && one.asset === asset && one.goal === goal)
  const declared = at('declared')
  return {
    declared: declared?.depth ?? 0,
    enforced: at('enforced')?.depth ?? 0,
    proven: at('proven')?.depth ?? 0,
    wanted: declared?.wanted ?? 0,
    met: declared !== undefined && declared.depth >= declared.wanted,
  }
}

export function actorName(id: string): string {
  return actors.find((actor: Actor) => actor.id === id)?.name ?? id
}
