import type { SourceAge } from '@pericard/soup'
import { paint, printable, type Terminal, wrap } from './terminal.ts'

/** Id of the finding that data is stale. */
export const staleRule = 'stale-advisory-data'
const sourcesShownMax = 20

/** How old what each source of a snapshot said is, the stale ones first. */
export function renderAges(ages: readonly SourceAge[], terminal: Terminal): string {
  if (ages.length === 0) return ''
  const sorted = [...ages].sort((a, b) => Number(b.stale) - Number(a.stale))
  const lines = sorted.slice(0, sourcesShownMax).flatMap((age) => {
    const text = wrap(ageText(age), terminal.columns, '  ')
    return age.stale ? text.map((line) => paint(terminal, 'yellow', line)) : text
  })
  const more = ages.length - sourcesShownMax
  const rest = more > 0 ? [`  … and ${more} more; --json lists all`] : []
  return printable(`\n${['Data of each source:', ...lines, ...rest].join('\n')}\n`)
}

/** The age of one source in words. */
export function ageText({ source, records, asOf, ageDays, stale }: SourceAge): string {
  const what = `${source}: ${records} records`
  if (asOf === undefined) return `${what}, of unknown age. Stale: newer weaknesses may be missing`
  const age = `${what}, as of ${asOf.slice(0, 10)}, ${ageDays ?? 0} days old`
  return stale ? `${age}. Stale: newer weaknesses are missing` : age
}
