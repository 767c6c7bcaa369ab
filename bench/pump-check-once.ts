/** Prints the milliseconds that parsing and analysing the pump example took, once and cold, with the code cache of `pericard`. */
import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/pericard', import.meta.url)))
const { analyse } = await import('@pericard/analysis')
const { parseDeviceFile } = await import('@pericard/model')

const text = readFileSync(new URL('../examples/infusion-pump/device.yaml', import.meta.url), 'utf8')
const start = performance.now()
const parsed = parseDeviceFile(text)
if (!parsed.ok) throw new Error('the pump example does not parse')
const between = performance.now()
const { goals } = analyse(parsed.file, { now: 0 })
const end = performance.now()
if (goals.length === 0) throw new Error('the pump example has no goals')
console.log(JSON.stringify({ parse: between - start, analyse: end - between }))
