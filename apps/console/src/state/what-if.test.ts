import test from 'node:test'
import assert from 'node:assert/strict'
import { pumpView } from '../../test/pump.ts'
import { goalKey, goalRows, readWhatIf, toggled, writeWhatIf } from './what-if.ts'

const known = new Set(['soup:openssl', 'key:device-share'])

test('readWhatIf() reads what writeWhatIf() wrote', () => {
  const asked = { level: 'proven', assumed: ['soup:openssl', 'key:device-share'] } as const
  assert.deepEqual(readWhatIf(writeWhatIf(asked), known), asked)
})

test('readWhatIf() leaves out events the device does not have, repeats, and unknown levels', () => {
  const query = new URLSearchParams('level=hoped&assume=soup:openssl&assume=soup:gone&assume=soup:openssl')
  assert.deepEqual(readWhatIf(query, known), { level: 'declared', assumed: ['soup:openssl'] })
})

test('toggled() assumes an event and takes it back', () => {
  const none = { level: 'declared', assumed: [] } as const
  const one = toggled(none, 'soup:openssl')
  assert.deepEqual(one.assumed, ['soup:openssl'])
  assert.deepEqual(toggled(one, 'soup:openssl'), none)
})

test('goalRows() changes nothing while nothing is assumed', () => {
  for (const { cells } of goalRows(pumpView().analyses, []))
    for (const cell of Object.values(cells)) assert.equal(cell.after, cell.before)
})

test('goalRows() gives the depths that the fleet would give for the same assumption', () => {
  const { analyses } = pumpView()
  const rows = goalRows(analyses, ['soup:openssl'])
  const depths = new Map(rows.map(({ result, cells }) => [goalKey(result), cells.declared]))
  assert.deepEqual(depths.get('dosing-history/disclosed'), { before: 1, after: 0 })
  assert.deepEqual(depths.get('deliver-drug/overdriven'), { before: 2, after: 1 })
  assert.deepEqual(depths.get('vital-signs/lost'), { before: 4, after: 4 })
})
