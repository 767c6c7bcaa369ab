/** Attack graph of 1,000 components and 5,000 interfaces: compiled, and all cut sets to order 3 found. */
import { buildGraph, depthsOf } from '@pericard/analysis'
import { atMost, type BenchRow, median } from './bench.ts'
import { largeDevice } from './large-device.ts'

const rounds = 7

export async function run(): Promise<BenchRow[]> {
  const file = largeDevice(1000, 5000)
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    depthsOf(buildGraph(file), [])
    times.push(performance.now() - from)
  }
  return [
    atMost({
      name: 'graph-1000',
      value: median(times),
      unit: 'ms',
      against: 'wall time',
      bar: 1000,
      aim: 100,
    }),
  ]
}
