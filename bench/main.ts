/** `npm run bench [-- NAME…] [--json]`: runs the benchmarks and keeps the table in `bench/RESULTS.md`. */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { writeFileSync } from 'node:fs'
import type { BenchRow } from './bench.ts'

const benches: Readonly<Record<string, () => Promise<{ run(): Promise<BenchRow[]> }>>> = {
  diff: () => import('./diff.ts'),
  'function-restart': () => import('./function-restart.ts'),
  'gate-command': () => import('./gate-command.ts'),
  'graph-1000': () => import('./graph-1000.ts'),
  'graph-growth': () => import('./graph-growth.ts'),
  'large-store': () => import('./large-store.ts'),
  'pump-check': () => import('./pump-check.ts'),
  'sealed-append': () => import('./sealed-append.ts'),
  'sealed-log': () => import('./sealed-log.ts'),
  'sandbox-start': () => import('./sandbox-start.ts'),
  'soup-fleet': () => import('./soup-fleet.ts'),
  'soup-many': () => import('./soup-many.ts'),
  'soup-match': () => import('./soup-match.ts'),
  'soup-peers': () => import('./soup-peers.ts'),
  'tpm-unseal': () => import('./tpm-unseal.ts'),
  'update-write': () => import('./update-write.ts'),
  'what-if': () => import('./what-if.ts'),
}

/** Whether the peer could not be had: then nothing was compared, and nothing is met or missed. */
function isAbsent({ against }: BenchRow): boolean {
  return against.endsWith(' absent')
}

function table(rows: readonly BenchRow[]): string {
  const cells = rows.map((row) => [
    row.name,
    isAbsent(row) ? '-' : `${row.value.toPrecision(3)} ${row.unit}`,
    row.against,
    String(row.bar),
    String(row.aim),
    row.met ? 'yes' : isAbsent(row) ? '-' : 'NO',
  ])
  const head = ['name', 'value', 'against', 'bar', 'aim', 'met']
  return [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n')
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } })
const unknown = positionals.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
const chosen = positionals.length > 0 ? positionals : Object.keys(benches)
const rows: BenchRow[] = []
for (const name of chosen) {
  process.stderr.write(`running ${name} …\n`)
  rows.push(...((await (await benches[name]?.())?.run()) ?? []))
}
if (values.json) console.log(JSON.stringify(rows, undefined, 2))
else console.log(table(rows))
if (positionals.length === 0) {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`
  const text = `# Last run\n\n${new Date().toISOString().slice(0, 10)}, ${machine}\n\n${table(rows)}\n`
  writeFileSync(new URL('RESULTS.md', import.meta.url), text)
}
if (rows.some((row) => !row.met && !isAbsent(row))) process.exitCode = 1
