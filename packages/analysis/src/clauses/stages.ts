import type { LifeStage } from '@pericard/model'
import { actorsWho } from '../actors.ts'
import { allFail, type Context, past } from '../context.ts'

/** Who has the device in their hands at each stage of its life. */
const hands: Readonly<Record<LifeStage['stage'], readonly string[]>> = {
  development: ['supplier'],
  manufacturing: ['supplier'],
  delivery: ['supplier'],
  service: ['insider'],
  // Bought second-hand or found in the rubbish.
  decommissioning: ['thief', 'competitor'],
}

/** What those can do who make, carry, mend or inherit the device. */
export function addStages(context: Context): void {
  const { graph } = context
  for (const { id, stage, components, keys, data, protectedBy } of context.file.stages) {
    const actors = actorsWho((actor) => hands[stage].includes(actor.id))
    const needs = allFail(context, protectedBy)
    const how = `during ${id} ${past(protectedBy, 'where nothing stops them')}`
    const because = [`stages.${id}.protected-by`]
    for (const component of components)
      graph.step({
        needs,
        then: graph.fact('controls', component),
        actors,
        text: `{actor} changes ${component} ${how}`,
        because,
      })
    for (const key of keys)
      graph.step({
        needs,
        then: graph.fact('finds', `key ${key}`),
        actors,
        text: `{actor} copies ${key} ${how}`,
        because,
      })
    for (const item of data)
      graph.step({
        needs,
        then: graph.fact('reads', item),
        actors,
        text: `{actor} reads ${item} ${how}`,
        because,
      })
  }
}
