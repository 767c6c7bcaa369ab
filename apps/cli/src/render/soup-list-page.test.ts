import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceFile } from '@pericard/model'
import type { ListRow } from './soup-list.ts'
import { renderListHtml } from './soup-list-page.ts'

const file = {
  device: { name: 'Pump <b>', version: '2', manufacturer: 'Aurea', udiDi: '0' },
} as unknown as DeviceFile
const row: ListRow = {
  ...{ title: '<script>alert(1)</script>', maker: 'A & B', version: '1', built: '1', purl: '', purpose: 'x' },
  ...{ support: 'maintained', endOfSupport: 'not stated', reviewed: '2026-01-01', classes: 'not-affected' },
  anomalies: [],
}
const anomaly = (evaluation: string): ListRow['anomalies'][number] => ({
  ...{ vulnerability: 'CVE-2026-1', severity: 'high 7.0', evaluation },
})
const standings = (rows: readonly ListRow[]): string[] =>
  [...renderListHtml(file, rows, 0).matchAll(/class="standing [a-z]*">([^<]+)</g)].map(
    ([, word = '']) => word,
  )

test('whatever a file says is shown and never run, and the day of the list stands on it', () => {
  const page = renderListHtml(file, [row], Date.UTC(2026, 10, 24))
  assert.doesNotMatch(page, /<script|<b>/)
  assert.match(page, /&lt;script&gt;alert\(1\)&lt;\/script&gt; 1/)
  assert.match(page, /default-src &#39;none&#39;/)
  assert.match(page, /2026-11-24/)
  assert.equal(page, renderListHtml(file, [row], Date.UTC(2026, 10, 24)))
})

test('open anomalies say so, settled and clear items say nothing, and where nothing is known it is undecided', () => {
  const open = { ...row, anomalies: [anomaly('open: depth 2 falls to 1'), anomaly('patched: x')] }
  const settled = { ...row, classes: 'affected', anomalies: [anomaly('not affected: never called')] }
  const unknown = { ...row, classes: 'no-advisory-data' }
  assert.deepEqual(standings([open]), ['open today'])
  assert.deepEqual(standings([settled, row]), [])
  assert.deepEqual(standings([unknown]), ['undecided'])
  assert.match(renderListHtml(file, [open], 0), /2, 1 of them open/)
  assert.match(
    renderListHtml(file, [unknown], 0),
    /not known whether there are published anomalies: no advisory data/,
  )
  assert.match(renderListHtml(file, [], 0), /The device file names no SOUP/)
})
