/** Attack graph of 1,000 components and 5,000 interfaces: compiled, and all cut sets to order 3 found. */
import { buildGraph, depthsOf } from '@pericard/analysis'
import { atLeast, atMost, type BenchRow, median } from './bench.ts'
import { largeDevice } from './large-device.ts'
import { runPytm } from './pytm.ts'

const [components, interfaces] = [1000, 5000]
const rounds = 7
const pytmRounds = 5

export async function run(): Promise<BenchRow[]> {
  const file = largeDevice(components, interfaces)
  const times: number[] = []
  const pytmTimes: number[] = []
  let version: string | undefined
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    depthsOf(buildGraph(file), [])
    times.push(performance.now() - from)
    if (round >= pytmRounds || (round > 0 && version === undefined)) continue
    const pytm = runPytm(components, interfaces)
    version = pytm?.version
    if (pytm !== undefined) pytmTimes.push(pytm.milliseconds)
  }
  const value = median(times)
  const graph = { name: 'graph-1000', value, unit: 'ms', against: 'wall time', bar: 1000, aim: 100 }
  const peer = { name: 'graph-1000-pytm', unit: 'x speed', bar: 1, aim: 10 }
  if (version === undefined) return [atMost(graph), { ...peer, value: 0, against: 'pytm absent', met: false }]
  const took = median(pytmTimes)
  return [
    atMost(graph),
    atLeast({
      ...peer,
      value: took / value,
      against: `pytm ${version}, as many elements and flows: ${Math.round(took)} ms`,
    }),
  ]
}
