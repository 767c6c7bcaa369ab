import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { decimalMax, decimalOf, decimalOne, decimalText } from './decimal.ts'
import { conversion, dimensionOverTime, parseUnit } from './units.ts'

function factor(from: string, to: string): string | undefined {
  const [a, b] = [parseUnit(from), parseUnit(to)]
  assert.ok(a !== undefined && b !== undefined, `${from}, ${to}`)
  const ratio = conversion(a, b)
  if (ratio === undefined) return undefined
  // Compared as a cross product, so that the test needs no reduction of fractions.
  return ratio[0] % ratio[1] === 0n ? String(ratio[0] / ratio[1]) : `1/${ratio[1] / ratio[0]}`
}

test('parseUnit() converts exactly between units of one dimension', () => {
  assert.equal(factor('L/h', 'mL/h'), '1000')
  assert.equal(factor('mL/min', 'mL/h'), '60')
  assert.equal(factor('mL/h', 'mL/min'), '1/60')
  assert.equal(factor('ug/kg/min', 'mg/kg/h'), '1/16')
  assert.equal(factor('k[iU]', '[iU]'), '1000')
  assert.equal(factor('mm[Hg]', 'nPa'), '133322387415')
  assert.equal(factor('/min', '/h'), '60')
  assert.equal(factor('{beats}/min', '/min'), '1')
  assert.equal(factor('W.s', 'J'), '1')
  assert.equal(factor('m2', 'cm2'), '10000')
})

test('parseUnit() keeps apart what looks alike and measures something else', () => {
  for (const [a, b] of [
    ['mg', 'mL'],
    ['mL/h', 'mL'],
    ['[iU]', 'mg'],
    ['Cel', '1'],
    ['ug/kg/min', 'ug/min'],
    ['mm', 'min'],
  ] as const)
    assert.equal(factor(a, b), undefined, `${a} and ${b}`)
})

test('parseUnit() refuses what it does not know', () => {
  for (const text of [
    '',
    'ml_per_h',
    'mL//h',
    'mL/',
    'mcg',
    'µg',
    'cc',
    'kmin',
    'U',
    '10mL',
    'm9',
    'x'.repeat(33),
    'toString',
  ])
    assert.equal(parseUnit(text), undefined, text)
})

test('dimensionOverTime() is what a rate adds up to', () => {
  const pairs = [
    ['mL/h', 'L'],
    ['ug/kg/min', '1'],
    ['mA', 'C'],
    ['W', 'J'],
  ] as const
  for (const [rate, sum] of pairs)
    assert.equal(dimensionOverTime(parseUnit(rate) ?? never()), parseUnit(sum)?.dimension)
})

function never(): never {
  assert.fail('the unit is known')
}

test('decimalOf() is exact where binary fractions are not', () => {
  assert.equal((decimalOf(0.1) ?? 0n) + (decimalOf(0.2) ?? 0n), decimalOf(0.3))
  assert.equal(decimalOf('12.5'), 12_500_000_000n)
  assert.equal(decimalOf(1e-7), 100n)
  assert.equal(decimalOf(-1.5e-8), -15n)
  assert.equal(decimalOf(-0), 0n)
})

test('decimalOf() refuses rather than rounds', () => {
  const bad = [
    1e-10,
    0.1234567891,
    1e9 + 1,
    1e21,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    '1.',
    '.5',
    ' 1',
    '+1',
    '1e3',
    '0x1',
    5n,
    null,
    [5],
  ]
  for (const value of bad) assert.equal(decimalOf(value), undefined, String(value))
})

test('decimalText() and decimalOf() are inverse', () => {
  const most = BigInt(decimalMax) * decimalOne
  fc.assert(
    fc.property(fc.bigInt({ min: -most, max: most }), (scaled) => {
      assert.equal(decimalOf(decimalText(scaled)), scaled)
    }),
  )
})
