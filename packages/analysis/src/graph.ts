import type { DeviceFile } from '@pericard/model'
import { GraphBuilder } from './builder.ts'
import { addAlarms } from './clauses/alarms.ts'
import { addComponents } from './clauses/components.ts'
import { addControls } from './clauses/controls.ts'
import { addData } from './clauses/data.ts'
import { addFunctions, addUpdates } from './clauses/functions.ts'
import { addGoals } from './clauses/goals.ts'
import { addHosts } from './clauses/hosts.ts'
import { addInterfaces, addPlaces } from './clauses/interfaces.ts'
import { addKeys } from './clauses/keys.ts'
import { addStages } from './clauses/stages.ts'
import { contextOf } from './context.ts'
import { orderedFile } from './ordered.ts'
import type { AttackGraph } from './types.ts'

/**
 * Compiles a device file to its attack graph. The clauses are described in `docs/specs/attack-graph.md`; equal
 * files give equal graphs, in whatever order their elements stand.
 */
export function buildGraph(file: DeviceFile): AttackGraph {
  const graph = new GraphBuilder()
  const context = contextOf(orderedFile(file), graph)
  addEvents(context.file, graph)
  for (const add of [
    addPlaces,
    addControls,
    addInterfaces,
    addComponents,
    addData,
    addKeys,
    addFunctions,
    addUpdates,
    addAlarms,
    addHosts,
    addStages,
    addGoals,
  ]) {
    add(context)
  }
  return graph.build()
}

/** Every element that can fail is an event, used by a step or not, so that each can be asked about. */
function addEvents(file: DeviceFile, graph: GraphBuilder): void {
  for (const { id, title, enforcement } of file.controls) {
    if (enforcement.by !== 'nobody')
      graph.event({ id: `control:${id}`, label: `${title} does not hold`, path: `controls.${id}` })
  }
  for (const { id } of file.keys)
    graph.event({ id: `key:${id}`, label: `${id} has leaked`, path: `keys.${id}` })
  for (const { id, name } of file.roles)
    graph.event({ id: `role:${id}`, label: `a ${name} means harm`, path: `roles.${id}` })
  for (const { id, title, version } of file.soup.items)
    graph.event({ id: `soup:${id}`, label: `${title} ${version} is exploited`, path: `soup.${id}` })
}
