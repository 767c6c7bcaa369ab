import type { Interface, Reach, Role } from '@pericard/model'
import { actorsWho } from '../actors.ts'
import { allFail, type Context, isExternal, past } from '../context.ts'

const places: readonly Exclude<Reach, 'internal'>[] = [
  'physical-open',
  'physical-port',
  'wireless',
  'ward-network',
  'hospital-network',
  'internet',
]

/** Where each actor stands before anything has failed. */
export function addPlaces({ graph }: Context): void {
  for (const place of places) {
    const then = graph.fact('at', place)
    graph.step({ needs: [], then, actors: actorsWho((actor) => actor.reach.includes(place)) })
  }
}

/** Who reaches an interface, who can speak on it, and what its receiver makes of what it hears. */
export function addInterfaces(context: Context): void {
  for (const each of context.file.interfaces) {
    addReach(context, each)
    addTalks(context, each)
    addAnswers(context, each)
    addTakeover(context, each)
  }
}

function addReach(context: Context, { id, from, to, reach, active, direction, closedBy }: Interface): void {
  const { graph } = context
  const then = graph.fact('reach', id)
  const because = [`interfaces.${id}.${active ? 'reach' : 'closed-by'}`]
  if (reach !== 'internal') {
    const shut = active ? [] : allFail(context, closedBy)
    const text = active
      ? `{actor} reaches ${id}`
      : `{actor} opens the dormant ${id} ${past(closedBy, 'which nothing keeps shut')}`
    graph.step({ needs: [graph.fact('at', reach), ...shut], then, text, because })
  }
  graph.step({ needs: [graph.fact('controls', from)], then, because })
  // Only where answers come back does the far end of an interface reach into the near one.
  if (direction === 'both') graph.step({ needs: [graph.fact('controls', to)], then, because })
}

/** To talk is to be taken for the sender, so that what is said is acted on. */
function addTalks(context: Context, each: Interface): void {
  const { graph, file } = context
  const { id, from, authentication, credentials, roles } = each
  const then = graph.fact('talks', id)
  const reach = graph.fact('reach', id)
  const because = [`interfaces.${id}.authentication`]
  const text = `{actor} speaks on ${id} ${past(authentication, 'where nobody is asked who they are')}`
  graph.step({ needs: [reach, ...allFail(context, authentication)], then, text, because })
  for (const key of credentials) {
    const needs = [reach, graph.fact('uses', key)]
    graph.step({
      needs,
      then,
      text: `{actor} signs in on ${id} with ${key}`,
      because: [`interfaces.${id}.credentials`],
    })
  }
  for (const role of file.roles.filter((one) => roles.includes(one.id))) {
    const text = `{actor} signs in on ${id} as ${role.name} and means harm`
    const actors = actorsWho((actor) => actor.roles === roleSort(role))
    graph.step({
      needs: [reach],
      events: [`role:${role.id}`],
      then,
      actors,
      text,
      because: [`interfaces.${id}.roles`],
    })
  }
  // An authenticated endpoint speaks for itself: whoever controls it needs to break nothing further.
  graph.step({
    needs: [graph.fact('controls', from)],
    then,
    text: `{actor} speaks as ${from} on ${id}`,
    because: [`interfaces.${id}`],
  })
}

function roleSort({ kind }: Role): 'clinical' | 'technical' {
  return kind === 'clinician' || kind === 'patient' ? 'clinical' : 'technical'
}

/** To answer is to be taken for the receiver: a false server. */
function addAnswers(context: Context, { id, to, direction, authentication }: Interface): void {
  if (direction !== 'both') return
  const { graph } = context
  const then = graph.fact('answers', id)
  const text = `{actor} answers on ${id} in the place of ${to} ${past(authentication, 'which nobody checks')}`
  graph.step({
    needs: [graph.fact('reach', id), ...allFail(context, authentication)],
    then,
    text,
    because: [`interfaces.${id}.authentication`],
  })
  graph.step({
    needs: [graph.fact('controls', to)],
    then,
    text: `{actor} answers as ${to} on ${id}`,
    because: [`interfaces.${id}`],
  })
}

function addTakeover(context: Context, each: Interface): void {
  const { id, from, to, direction } = each
  // What an external system accepts is its owner's affair: see addExternals.
  if (!isExternal(context, to)) takeover(context, each, 'talks', to, each.parsedBy)
  if (direction === 'both' && !isExternal(context, from)) {
    const built = context.components.get(from)?.soup ?? []
    const parsers = isExternal(context, to)
      ? each.parsedBy
      : each.parsedBy.filter((soup) => built.includes(soup))
    takeover(context, each, 'answers', from, parsers)
  }
  function takeover(
    { graph, components }: Context,
    { validation, reach }: Interface,
    said: 'talks' | 'answers',
    target: string,
    parsers: readonly string[],
  ): void {
    const then = graph.fact('controls', target)
    const spoken = graph.fact(said, id)
    const text = `{actor} takes over ${target} through ${id} ${past(validation, 'whose input nothing checks')}`
    graph.step({
      needs: [spoken, ...allFail(context, validation)],
      then,
      text,
      because: [`interfaces.${id}.validation`],
    })
    for (const soup of parsers) {
      // Before authentication: reaching the parser is enough.
      const because = [`interfaces.${id}.parsed-by`, `soup.${soup}`]
      const text = `{actor} exploits ${soup}, which parses what arrives on ${id}, and takes over ${target}`
      graph.step({ needs: [graph.fact('reach', id)], events: [`soup:${soup}`], then, text, because })
    }
    // Behind authentication, input from outside the device reaches what the component is built from. Between
    // components of the device, checked messages do not: their parsers are named by parsed-by.
    if (reach === 'internal') return
    for (const soup of components.get(target)?.soup ?? []) {
      const because = [`components.${target}.soup`, `soup.${soup}`]
      const text = `{actor} exploits ${soup} in ${target} with what it says on ${id}`
      graph.step({ needs: [spoken], events: [`soup:${soup}`], then, text, because })
    }
  }
}
