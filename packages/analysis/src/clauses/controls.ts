import type { Control } from '@pericard/model'
import type { Context } from '../context.ts'

/**
 * A control fails by itself, or with anything that it rests on. Controls on one foundation share its event, so a
 * common cause counts once however many lines of defence stand on it.
 */
export function addControls({ file, graph }: Context): void {
  for (const control of file.controls) {
    const then = graph.fact('fails', control.id)
    const because = [`controls.${control.id}`]
    if (control.enforcement.by === 'nobody') {
      graph.step({ needs: [], then, text: `nothing enforces ${control.id}`, because })
      continue
    }
    graph.step({
      needs: [],
      events: [`control:${control.id}`],
      then,
      text: `${control.id} does not hold`,
      because,
    })
    for (const { event, what } of foundations(control)) {
      const text = `${control.id} falls with ${what} on which it rests`
      if (graph.knows(event)) graph.step({ needs: [], events: [event], then, text, because })
    }
    for (const other of control.restsOn.controls) {
      const text = `${control.id} falls with ${other} on which it rests`
      graph.step({ needs: [graph.fact('fails', other)], then, text, because })
    }
  }
}

function foundations({
  restsOn,
}: Control): { event: `soup:${string}` | `key:${string}` | `role:${string}`; what: string }[] {
  return [
    ...restsOn.soup.map((id) => ({ event: `soup:${id}` as const, what: `${id} (SOUP)` })),
    ...restsOn.keys.map((id) => ({ event: `key:${id}` as const, what: `the leaked key ${id}` })),
    ...restsOn.roles.map((id) => ({ event: `role:${id}` as const, what: `the misused role ${id}` })),
  ]
}
