import test from 'node:test'
import assert from 'node:assert/strict'
import { renderResults, renderSet } from './render.ts'
import type { Score } from './score.ts'

const missed = { cwe: 319, cve: 'CVE-2020-0002', where: 'interfaces.terminal', basis: 'Travels in clear' }
const score: Score = {
  id: 'planted',
  kind: 'test',
  expected: [259, 319],
  found: [259],
  inPlace: [259],
  missed: [missed],
  elsewhere: [],
  findings: 8,
  elements: 4,
}

test('a miss stands in the table and in full below it, and the aim is said not to be reached', () => {
  const text = renderSet('Devices', [score])
  assert.match(text, /\| planted \| test \| 2 \| 1 \| 1 \| CWE-319 \| 8 \| 4 \| 2\.0 \| 4\.0 \|/)
  assert.match(text, /^- planted: CWE-319 \(CVE-2020-0002\) at `interfaces\.terminal`: Travels in clear$/m)
  assert.match(text, /1 \(50 %\)/)
  assert.match(text, /NOT REACHED/)
})

test('without a miss there is no list of misses, and the aim is reached', () => {
  const text = renderSet('Devices', [{ ...score, found: [259, 319], inPlace: [259, 319], missed: [] }])
  assert.doesNotMatch(text, /Missed/)
  assert.match(text, /: reached\./)
})

test('the page names date, number of rules and their fingerprint, and keeps the sets apart', () => {
  const text = renderResults([score], [score], { date: '2026-01-02', fingerprint: 'f'.repeat(64), rules: 7 })
  assert.match(text, new RegExp(`Scored on 2026-01-02 with 7 rules, whose sources have SHA-256 \`f{64}\``))
  assert.equal(text.match(/^## /gm)?.length, 2)
})
