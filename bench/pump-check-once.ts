/** Prints the milliseconds that parsing and analysing the pump example took, once and cold. */
import { readFileSync } from 'node:fs'
import { analyse } from '@pericard/analysis'
import { parseDeviceFile } from '@pericard/model'

const text = readFileSync(new URL('../examples/infusion-pump/device.yaml', import.meta.url), 'utf8')
const from = performance.now()
const parsed = parseDeviceFile(text)
if (!parsed.ok) throw new Error('the pump example does not parse')
const { goals } = analyse(parsed.file, { now: 0 })
const took = performance.now() - from
if (goals.length === 0) throw new Error('the pump example has no goals')
console.log(took)
