/** How the time of `graph-1000` grows with the device: five interfaces for each component. */
import { buildGraph, depthsOf } from '@pericard/analysis'
import { atMost, type BenchRow, median } from './bench.ts'
import { largeDevice } from './large-device.ts'

const sizes = [100, 300, 1000, 3000] as const
const rounds = 5

export async function run(): Promise<BenchRow[]> {
  const times = new Map<number, number[]>(sizes.map((size) => [size, []]))
  const files = sizes.map((size) => [size, largeDevice(size, 5 * size)] as const)
  for (let round = 0; round < rounds; round++) {
    for (const [size, file] of files) {
      const from = performance.now()
      depthsOf(buildGraph(file), [])
      times.get(size)?.push(performance.now() - from)
    }
  }
  const medians = new Map(sizes.map((size) => [size, median(times.get(size) ?? [])]))
  const told = [...medians].map(([size, time]) => `${size}: ${Math.round(time)} ms`).join(', ')
  const ratio = (medians.get(3000) ?? Number.NaN) / (medians.get(300) ?? Number.NaN)
  // The slope from 300 to 3,000 components on logarithmic scales: 1 is linear, 2 quadratic.
  const value = Math.log(ratio) / Math.log(3000 / 300)
  return [atMost({ name: 'graph-growth', value, unit: 'exponent', against: told, bar: 2, aim: 1.2 })]
}
