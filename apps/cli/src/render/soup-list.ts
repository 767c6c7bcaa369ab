import type { DeviceFile } from '@pericard/model'
import { paint, printable, type Terminal, wrap } from './terminal.ts'

/** A published anomaly of an item, and what was made of it. */
export interface ListAnomaly {
  readonly vulnerability: string
  readonly severity: string
  readonly evaluation: string
}

/** One item of SOUP with what a premarket reviewer asks of it. */
export interface ListRow {
  readonly title: string
  readonly maker: string
  /** As the device file states it. */
  readonly version: string
  /** As the SBOMs have it. */
  readonly built: string
  readonly purl: string
  readonly purpose: string
  readonly support: string
  readonly endOfSupport: string
  /** Day on which its anomalies were last evaluated. */
  readonly reviewed: string
  /** How its components were classed. */
  readonly classes: string
  readonly anomalies: readonly ListAnomaly[]
}

const anomaliesShownMax = 12

/** The list for a terminal. */
export function renderListText({ device }: DeviceFile, rows: readonly ListRow[], terminal: Terminal): string {
  const lines = [paint(terminal, 'bold', `${device.name} ${device.version}: ${rows.length} items of SOUP`)]
  for (const row of rows) {
    const built = row.built === '' || row.built === row.version ? '' : ` (SBOM: ${row.built})`
    lines.push('', paint(terminal, 'bold', `${row.title} ${row.version}${built}, ${row.maker}`))
    lines.push(...wrap(`${row.purpose}. ${row.purl}`, terminal.columns, '  '))
    lines.push(
      `  support ${row.support}, ends ${row.endOfSupport}; anomalies reviewed ${row.reviewed}; ${row.classes}`,
    )
    for (const { vulnerability, severity, evaluation } of row.anomalies.slice(0, anomaliesShownMax))
      lines.push(...wrap(`${vulnerability} ${severity}: ${evaluation}`, terminal.columns, '  - '))
    const more = row.anomalies.length - anomaliesShownMax
    if (more > 0) lines.push(`  … and ${more} more; --format csv lists all`)
    if (row.anomalies.length === 0) lines.push(`  ${nothingFound(row)}`)
  }
  return printable(`${lines.join('\n')}\n`)
}

/** Nothing found is only good news where an advisory speaks of the component. */
export function nothingFound({ classes }: Pick<ListRow, 'classes'>): string {
  return classes === 'not-affected'
    ? 'no published anomaly found in the advisories given'
    : `not known whether there are published anomalies: ${classes.replaceAll('-', ' ')}`
}

const columns: readonly (readonly [string, (row: ListRow) => string])[] = [
  ['Title', ({ title }) => title],
  ['Maker', ({ maker }) => maker],
  ['Version', ({ version }) => version],
  ['Version in the SBOM', ({ built }) => built],
  ['purl', ({ purl }) => purl],
  ['Purpose', ({ purpose }) => purpose],
  ['Support', ({ support }) => support],
  ['End of support', ({ endOfSupport }) => endOfSupport],
  ['Anomalies reviewed', ({ reviewed }) => reviewed],
  ['Class', ({ classes }) => classes],
  [
    'Known anomalies and their evaluation',
    ({ anomalies }) =>
      anomalies
        .map(({ vulnerability, severity, evaluation }) => `${vulnerability} ${severity}: ${evaluation}`)
        .join('\n'),
  ],
]

/** The list as CSV (RFC 4180). What a spreadsheet would take for a formula is made text (CWE-1236). */
export function renderListCsv(rows: readonly ListRow[]): string {
  const cell = (text: string): string => `"${text.replace(/^(?=[=+\-@])/, "'").replaceAll('"', '""')}"`
  const all = [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, of]) => of(row)))]
  return all.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
}
