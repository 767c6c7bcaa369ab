import type { CriticalFunction, Update } from '@pericard/model'
import { actorsWho } from '../actors.ts'
import { allFail, type Context, isExternal, past } from '../context.ts'

/** How a critical function comes to be commanded, overdriven, altered or denied. Facts are `<function>/<goal>`. */
export function addFunctions(context: Context): void {
  for (const each of context.file.functions) {
    addCommanded(context, each)
    addBeyond(context, each)
    addDenied(context, each)
  }
}

function addCommanded(context: Context, each: CriticalFunction): void {
  const { file, graph } = context
  const directs = graph.fact('directs', each.id)
  const confirms = graph.fact('confirms', each.id)
  // One command that asks for no confirmation is enough to be commanded from afar.
  const confirmed = each.commands.length > 0 && each.commands.every(({ confirm }) => confirm === 'at-device')
  for (const path of file.interfaces.filter(({ commands }) => commands.includes(each.id))) {
    const needs = [graph.fact('talks', path.id), ...(confirmed ? [confirms] : [])]
    const text = `{actor} commands ${each.id} through ${path.id}`
    graph.step({
      needs,
      then: directs,
      text,
      because: [`interfaces.${path.id}.commands`, `functions.${each.id}`],
    })
  }
  graph.step({
    needs: [],
    then: confirms,
    actors: actorsWho(({ present }) => present),
    text: '{actor} confirms at the device',
  })
  // A screen that is taken over confirms to itself.
  for (const screen of file.components.filter(({ kind, external }) => kind === 'display' && !external)) {
    const text = `{actor} confirms on ${screen.id}`
    graph.step({
      needs: [graph.fact('controls', screen.id)],
      then: confirms,
      text,
      because: [`components.${screen.id}`],
    })
  }
  // What checks the envelope is also what insists on confirmation.
  const text = 'nobody insists on confirmation'
  graph.step({
    needs: allFail(context, [each.envelopeBy]),
    then: confirms,
    text,
    because: [`functions.${each.id}.envelope-by`],
  })
  const inside = `{actor} commands ${each.id} from inside ${each.component}`
  graph.step({
    needs: [graph.fact('controls', each.component)],
    then: directs,
    text: inside,
    because: [`functions.${each.id}.component`],
  })
}

function addBeyond(
  context: Context,
  { id, component, envelopeBy, imageBy, interlockBy }: CriticalFunction,
): void {
  const { graph } = context
  const overdriven = graph.fact('directs', `${id} beyond its envelope`)
  // An interlock stands outside the component, so it has to fail whichever way the function is driven.
  const interlocked = allFail(context, interlockBy)
  const lines = [...(envelopeBy === undefined ? [] : [envelopeBy]), ...interlockBy]
  const unchecked = `{actor} drives ${id} beyond its envelope, ${past(lines, 'which nothing checks')}`
  graph.step({
    needs: [graph.fact('directs', id), ...allFail(context, [envelopeBy]), ...interlocked],
    then: overdriven,
    text: unchecked,
    because: [`functions.${id}.envelope-by`],
  })
  const altered = graph.fact('replaces', id)
  const image = imageBy === undefined ? 'which nothing verifies' : `past ${imageBy}`
  graph.step({
    needs: [graph.fact('controls', component), ...allFail(context, [imageBy])],
    then: altered,
    text: `{actor} changes the program or settings of ${id}, ${image}`,
    because: [`functions.${id}.image-by`],
  })
  graph.step({
    needs: [altered, ...interlocked],
    then: overdriven,
    text: `the changed ${id} knows no envelope`,
    because: [`functions.${id}.interlock-by`],
  })
}

function addDenied(context: Context, { id, component, floodBy }: CriticalFunction): void {
  const { file, graph, components } = context
  const denied = graph.fact('loses', `function ${id}`)
  const because = [`functions.${id}.flood-by`]
  graph.step({
    needs: [graph.fact('controls', component)],
    then: denied,
    text: `{actor} stops ${id} from inside ${component}`,
    because,
  })
  const host = components.get(component)?.host
  const near = file.components.filter(
    (other) => !other.external && (other.id === component || other.host === host),
  )
  const targets = new Set(near.map((other) => other.id))
  for (const path of file.interfaces.filter(({ to }) => targets.has(to))) {
    const lines = [...new Set([...path.floodBy, ...(floodBy === undefined ? [] : [floodBy])])]
    const needs = [graph.fact('reach', path.id), ...allFail(context, lines)]
    const text = `{actor} floods ${path.id} until ${id} misses its deadline, ${past(lines, 'with no limit')}`
    graph.step({ needs, then: denied, text, because: [...because, `interfaces.${path.id}.flood-by`] })
  }
}

/** A foreign image replaces software once it is delivered and either nothing verifies it or its signatures are had. */
export function addUpdates(context: Context): void {
  for (const update of context.file.updates) addUpdate(context, update)
}

function addUpdate(context: Context, update: Update): void {
  const { file, graph } = context
  const { id, verifiedBy, signedWith, way } = update
  const path = file.interfaces.find((each) => each.id === update.interface)
  if (path === undefined) return
  const replaced = graph.fact('replaces', `image ${id}`)
  // A device that fetches its updates is given them by whoever answers; one that is sent them, by whoever talks.
  const delivered = graph.fact(isExternal(context, path.to) ? 'answers' : 'talks', path.id)
  const only = way === 'remote' ? {} : { actors: actorsWho(({ present }) => present) }
  const unverified = `{actor} installs a foreign ${id} ${past(verifiedBy, 'which nothing verifies')}`
  const because = [`updates.${id}.verified-by`]
  graph.step({
    needs: [delivered, ...allFail(context, verifiedBy)],
    then: replaced,
    text: unverified,
    because,
    ...only,
  })
  if (signedWith.length > 0) {
    const needs = [delivered, ...signedWith.map((key) => graph.fact('uses', key))]
    const text = `{actor} installs a foreign ${id} signed with ${signedWith.join(' and ')}`
    graph.step({ needs, then: replaced, text, because: [`updates.${id}.signed-with`], ...only })
  }
  for (const component of update.components) {
    const text = `{actor} runs as ${component}`
    graph.step({
      needs: [replaced],
      then: graph.fact('controls', component),
      text,
      because: [`updates.${id}.components`],
    })
    for (const each of file.functions.filter((one) => one.component === component))
      graph.step({
        needs: [replaced],
        then: graph.fact('replaces', each.id),
        text: `the foreign image replaces ${each.id}`,
        because: [`updates.${id}`],
      })
  }
}
