import type { Key } from '@pericard/model'
import { actorsWho } from '../actors.ts'
import type { Context } from '../context.ts'

/**
 * To find a key is to get it without its own leak being assumed; to hold it is either; to use it may be possible
 * without holding it, where hardware keeps it in but works for whoever controls the component.
 */
export function addKeys(context: Context): void {
  for (const key of context.file.keys) {
    const { graph } = context
    const holds = graph.fact('holds', key.id)
    const because = [`keys.${key.id}`]
    graph.step({ needs: [graph.fact('finds', `key ${key.id}`)], then: holds, because })
    graph.step({
      needs: [],
      events: [`key:${key.id}`],
      then: holds,
      text: `{actor} has ${key.id}, which has leaked`,
      because,
    })
    graph.step({ needs: [holds], then: graph.fact('uses', key.id), because })
    addCopies(context, key)
    addTyped(context, key)
    addPublished(context, key)
  }
}

function addCopies({ graph, components }: Context, key: Key): void {
  const found = graph.fact('finds', `key ${key.id}`)
  const because = [`keys.${key.id}.stored-by`]
  const inHardware = key.storedBy === 'tpm' || key.storedBy === 'hsm'
  for (const component of key.at) {
    const controlled = graph.fact('controls', component)
    if (inHardware) {
      const text = `{actor} uses ${key.id} through ${component}, which cannot give it away`
      graph.step({ needs: [controlled], then: graph.fact('uses', key.id), text, because })
      continue
    }
    graph.step({
      needs: [controlled],
      then: found,
      text: `{actor} copies ${key.id} from ${component}`,
      because,
    })
    if (components.get(component)?.storage === undefined) continue
    const text = `{actor} finds ${key.id} in the storage of ${component}`
    if (key.storedBy === 'file')
      graph.step({ needs: [graph.fact('finds', component)], then: found, text, because })
    if (key.storedBy === 'vault')
      graph.step({ needs: [graph.fact('unwraps', component)], then: found, text, because })
  }
}

/** Whatever holds a password, people type it: whoever controls the end that it comes from reads it there. */
function addTyped({ file, graph }: Context, key: Key): void {
  if (key.kind !== 'password') return
  for (const path of file.interfaces.filter(({ credentials }) => credentials.includes(key.id)))
    graph.step({
      needs: [graph.fact('controls', path.from)],
      then: graph.fact('finds', `key ${key.id}`),
      text: `{actor} reads ${key.id} where it is typed, at ${path.from}`,
      because: [`interfaces.${path.id}.credentials`],
    })
}

/** Keys that somebody has without anything failing. */
function addPublished({ graph }: Context, { id, scope, storedBy, default: isDefault }: Key): void {
  const then = graph.fact('finds', `key ${id}`)
  const because = [`keys.${id}.stored-by`]
  if (isDefault)
    graph.step({ needs: [], then, text: `{actor} knows the default ${id}`, because: [`keys.${id}.default`] })
  else if (storedBy === 'firmware' && scope === 'device') {
    const actors = actorsWho(({ takes }) => takes.includes('internal'))
    graph.step({ needs: [], then, actors, text: `{actor} reads ${id} out of the firmware`, because })
  } else if (storedBy === 'firmware') {
    // One bought device is enough to read it, and then it is known to everybody.
    graph.step({
      needs: [],
      then,
      text: `{actor} knows ${id}, which is the same in the firmware of every device`,
      because,
    })
  } else if (storedBy === 'file' && scope !== 'device') {
    const actors = actorsWho((actor) => actor.id === 'competitor')
    graph.step({
      needs: [],
      then,
      actors,
      text: `{actor} reads ${id} in their own device, where it is the same`,
      because,
    })
  }
}
