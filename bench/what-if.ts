/** What-if on the pump example, as at a click in the console: every depth with one more event assumed. */
import { existsSync, readFileSync } from 'node:fs'
import { type AttackGraph, buildGraph } from '@pericard/analysis'
import { parseDeviceFile } from '@pericard/model'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { atMost, type BenchRow, median } from './bench.ts'
import { clicks } from './what-if-clicks.ts'

const rounds = 5
const candidates = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

export async function run(): Promise<BenchRow[]> {
  const text = readFileSync(new URL('../examples/infusion-pump/device.yaml', import.meta.url), 'utf8')
  const parsed = parseDeviceFile(text)
  if (!parsed.ok) throw new Error('the pump example does not parse')
  const graph = buildGraph(parsed.file)
  const executablePath = candidates.find((path) => path !== '' && existsSync(path))
  const { times, where } =
    executablePath === undefined
      ? { times: clicks(graph, rounds), where: `Node ${process.version}, Chromium absent` }
      : await inChromium(executablePath, graph)
  const against = `one frame, ${where}, median of ${times.length} clicks`
  return [atMost({ name: 'what-if', value: median(times), unit: 'ms', against, bar: 16, aim: 4 })]
}

async function inChromium(
  executablePath: string,
  graph: AttackGraph,
): Promise<{ times: number[]; where: string }> {
  const code = await bundle()
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run']
  const browser = await chromium.launch({ executablePath, args })
  try {
    const page = await browser.newPage()
    await page.addScriptTag({ content: code })
    const times = await page.evaluate<number[]>(`whatIf.clicks(${JSON.stringify(graph)}, ${rounds})`)
    return { times, where: `Chromium ${browser.version()}` }
  } finally {
    await browser.close()
  }
}

/** The same code as one script for a page, which names it `whatIf`. */
async function bundle(): Promise<string> {
  const entry = new URL('what-if-clicks.ts', import.meta.url).pathname
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'whatIf' } },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (output === undefined || !('output' in output)) throw new Error('the script could not be bundled')
  return output.output[0].code
}
