/** Runs where people click: in the browser, or in Node where there is none. */
import { type AttackGraph, depthsOf } from '@pericard/analysis'

/** The milliseconds that each what-if takes: every event of the graph assumed alone, `rounds` times over. */
export function clicks(graph: AttackGraph, rounds: number): number[] {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const { id } of graph.events) {
      const from = performance.now()
      depthsOf(graph, [id])
      times.push(performance.now() - from)
    }
  }
  return times
}
