/** The SOUP list as a page for print. */
import type { DeviceFile } from '@pericard/model'
import { type Entry, renderListPage } from '@pericard/report'
import { type ListRow, nothingFound } from './soup-list.ts'

/** @param now milliseconds since the epoch: the day of the list */
export function renderListHtml(file: DeviceFile, rows: readonly ListRow[], now: number): string {
  const { name, version, manufacturer, udiDi } = file.device
  return renderListPage({
    title: `SOUP of ${name} ${version}`,
    facts: [
      ['Manufacturer', manufacturer],
      ['UDI-DI', udiDi],
      ['Items', String(rows.length)],
      ['As of', new Date(now).toISOString().slice(0, 10)],
    ],
    about:
      'Software of unknown provenance with its support, its known anomalies and their evaluation (IEC 62304, 8.1.2 and 7.1.3).',
    none: 'The device file names no SOUP.',
    entries: rows.map(entryOf),
  })
}

function entryOf(row: ListRow): Entry {
  const open = row.anomalies.filter(({ evaluation }) => evaluation.startsWith('open')).length
  const standing = open > 0 ? 'open today' : row.classes === 'not-affected' ? 'note' : 'undecided'
  const none =
    row.anomalies.length === 0 ? nothingFound(row) : `${row.anomalies.length}, ${open} of them open`
  return {
    ...{
      heading: `${row.title} ${row.version}`,
      standing: row.anomalies.length > 0 && open === 0 ? 'note' : standing,
    },
    fields: [
      ['Maker', row.maker],
      ['Version in the SBOM', row.built === '' ? 'not in an SBOM' : row.built],
      ['Purpose', row.purpose],
      ['purl', row.purl === '' ? 'not stated' : row.purl],
      ['Support', row.support],
      ['End of support', row.endOfSupport],
      ['Anomalies reviewed', row.reviewed],
      ['Known anomalies', none],
    ],
    steps: {
      title: 'Known anomalies and their evaluation',
      lines: row.anomalies.map(
        ({ vulnerability, severity, evaluation }) => `${vulnerability} (${severity}): ${evaluation}`,
      ),
    },
  }
}
