import type { Component, Control, DataItem, DeviceFile } from '@pericard/model'
import type { GraphBuilder } from './builder.ts'

/** What every clause is given: the ordered file, look-ups by id, and where to put steps. */
export interface Context {
  readonly file: DeviceFile
  readonly graph: GraphBuilder
  readonly components: ReadonlyMap<string, Component>
  readonly controls: ReadonlyMap<string, Control>
  readonly data: ReadonlyMap<string, DataItem>
}

export function contextOf(file: DeviceFile, graph: GraphBuilder): Context {
  const byId = <T extends { readonly id: string }>(elements: readonly T[]): Map<string, T> =>
    new Map(elements.map((element) => [element.id, element]))
  return {
    file,
    graph,
    components: byId(file.components),
    controls: byId(file.controls),
    data: byId(file.data),
  }
}

/** The facts that each of these controls has failed. None means nothing stands in the way. */
export function allFail({ graph }: Context, controls: readonly (string | undefined)[]): number[] {
  return controls.filter((id) => id !== undefined).map((id) => graph.fact('fails', id))
}

/** "past a and b", or a plain statement that nothing was in the way. */
export function past(controls: readonly string[], open: string): string {
  return controls.length === 0 ? open : `past ${controls.join(' and ')}`
}

export function isExternal({ components }: Context, id: string): boolean {
  return components.get(id)?.external ?? false
}
