import type { DeviceFile, FunctionGoal } from '@pericard/model'
import { servesTheFleet } from './many.ts'
import type { AttackGraph, FunctionEntry, HazardMode } from '../types.ts'
import { isShared, type Judged, likeliest, shortestPath } from './judged.ts'

/** How each goal shows at the patient. */
const modesOf: Readonly<Record<FunctionGoal, readonly HazardMode[]>> = {
  commanded: ['unintended', 'early'],
  overdriven: ['wrong'],
  altered: ['wrong', 'unintended', 'late'],
  denied: ['missing', 'late'],
  masked: ['masked alarm'],
}

/** The function compromise register: one entry per critical function and goal. */
export function functionRegister(
  file: DeviceFile,
  graph: AttackGraph,
  judged: readonly Judged[],
): FunctionEntry[] {
  return judged.flatMap((each): FunctionEntry[] => {
    const { result } = each
    const { goal, kind } = result
    const critical = file.functions.find((one) => one.id === result.asset)
    if (kind !== 'function' || critical === undefined || goal === 'disclosed' || goal === 'lost') return []
    const shared =
      result.cutSets.some((cut) => cut.events.some((event) => isShared(file, event))) ||
      each.ways.some((way) => servesTheFleet(file, graph, way))
    return [
      {
        function: critical.id,
        goal,
        depth: result.depth,
        modes: modesOf[goal],
        harm: critical.harm,
        hazard: critical.hazard ?? 'not stated',
        safeState: critical.safeState,
        actors: likeliest(each).map(({ id }) => id),
        shortestPath: shortestPath(result),
        patientsAtOnce: critical.patients * (shared ? file.device.fleetSize : 1),
      },
    ]
  })
}
