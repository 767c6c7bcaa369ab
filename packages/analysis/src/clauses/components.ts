import type { Component } from '@pericard/model'
import { actorsWho } from '../actors.ts'
import { allFail, type Context, past } from '../context.ts'

/** Ways into a component that are not one interface's: its host, its supplier, its owner's network. */
export function addComponents(context: Context): void {
  const supplier = actorsWho(({ id }) => id === 'supplier')
  for (const component of context.file.components) {
    if (component.external) addExternal(context, component)
    else {
      addHost(context, component)
      addKiosk(context, component)
      addSupplier(context, component, supplier)
    }
  }
}

/** Components of one host share their fate unless isolated. */
function addHost(context: Context, { id, host, isolatedBy }: Component): void {
  const { graph } = context
  const onHost = graph.fact('on-host', host)
  const then = graph.fact('controls', id)
  const because = [`components.${id}.isolated-by`]
  graph.step({ needs: [then], then: onHost })
  const text = `{actor} crosses on ${host} into ${id} ${past(isolatedBy, 'which nothing isolates')}`
  graph.step({ needs: [onHost, ...allFail(context, isolatedBy)], then, text, because })
}

/** A surface that lets its user run programs of their own gives them its component. */
function addKiosk(context: Context, { id, surface, kioskBy }: Component): void {
  if (surface !== 'kiosk' && surface !== 'desktop') return
  const { file, graph } = context
  const lines = surface === 'kiosk' ? kioskBy : []
  for (const path of file.interfaces.filter(({ to, reach }) => to === id && reach === 'physical-port')) {
    const text = `{actor} leaves the ${surface} of ${id} ${past(lines, 'which nothing prevents')}`
    const because = [`components.${id}.${surface === 'kiosk' ? 'kiosk-by' : 'surface'}`]
    const needs = [graph.fact('talks', path.id), ...allFail(context, lines)]
    graph.step({ needs, then: graph.fact('controls', id), text, because })
  }
}

/**
 * A supplier's implant is inside from the start, where no input has to reach it. To be steered, or to bring anything
 * out, it must still get past what isolates the component that it sits in.
 */
function addSupplier(context: Context, { id, soup, isolatedBy }: Component, actors: number[]): void {
  const { graph } = context
  for (const item of soup) {
    const then = graph.fact('controls', id)
    const text = `{actor} steers an implant in ${item} inside ${id} ${past(isolatedBy, 'which nothing isolates')}`
    const because = [`components.${id}.soup`, `soup.${item}`]
    graph.step({ needs: allFail(context, isolatedBy), events: [`soup:${item}`], then, actors, text, because })
  }
}

/** A system of somebody else falls to whoever stands on its network, unless its owner keeps the controls named. */
function addExternal(context: Context, { id, protectedBy }: Component): void {
  const { file, graph } = context
  const then = graph.fact('controls', id)
  const text = `{actor} takes over ${id} ${past(protectedBy, 'which its owner is not said to protect')}`
  const places = new Set(
    file.interfaces.filter(({ from, to }) => from === id || to === id).map(({ reach }) => reach),
  )
  places.delete('internal')
  for (const place of places) {
    const needs = [graph.fact('at', place), ...allFail(context, protectedBy)]
    graph.step({ needs, then, text, because: [`components.${id}.protected-by`] })
  }
}
