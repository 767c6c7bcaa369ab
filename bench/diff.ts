/** `pericard diff` on the pump example against a version with one line of defence less: analysed twice and compared. */
import { readFileSync } from 'node:fs'
import { analyse, diff } from '@pericard/analysis'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import { atMost, type BenchRow, median } from './bench.ts'

const rounds = 15

export async function run(): Promise<BenchRow[]> {
  const text = readFileSync(new URL('../examples/infusion-pump/device.yaml', import.meta.url), 'utf8')
  const before = parsed(text)
  const after = parsed(
    text.replace('authentication: [badge-sign-in, nurse-pin]', 'authentication: [badge-sign-in]'),
  )
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    const found = diff(
      { file: before, analysis: analyse(before, { now: 0 }) },
      { file: after, analysis: analyse(after, { now: 0 }) },
    )
    times.push(performance.now() - from)
    if (found.noWorse) throw new Error('the pump without its PIN is not seen to be worse')
  }
  return [atMost({ name: 'diff', value: median(times), unit: 'ms', against: 'wall time', bar: 100, aim: 40 })]
}

function parsed(text: string): DeviceFile {
  const result = parseDeviceFile(text)
  if (!result.ok) throw new Error('the pump example does not parse')
  return result.file
}
