import assert from 'node:assert/strict'
import test from 'node:test'
import type { Command, CriticalFunction, ParameterLimits } from '@pericard/model'
import { exactOf } from './limits.ts'

const plain: Omit<Command, 'id' | 'parameters'> = { roles: ['nurse'], states: [], confirm: 'none' }

function functionOf(
  parameters: Readonly<Record<string, ParameterLimits>>,
  cumulative?: CriticalFunction['envelope']['cumulative'],
  more: Partial<Command> = {},
): CriticalFunction {
  return {
    ...{ id: 'f', component: 'c', harm: 'minor', safeState: 'off', patients: 1 },
    ...{ alarms: [], interlockBy: [], feedbackBy: [], inputs: [] },
    commands: [{ ...plain, id: 'set', parameters, ...more }],
    envelope: { initialState: 'off', ...(cumulative === undefined ? {} : { cumulative }) },
  }
}

const billion = 1_000_000_000n
const limits = (unit: string): ParameterLimits => ({ unit, min: 0, max: 10 })

test('exactOf() has each limit as a count of billionths, and none that is not declared', () => {
  const all = {
    ...{ unit: 'mL/h', min: 0.1, max: 9.5, softMin: 0.5, softMax: 9 },
    ...{ resolution: 0.1, step: 2, stepPerMinute: 3 },
  }
  const [name, exact] = exactOf(functionOf({ rate: all })).commands.get('set')?.parameters[0] ?? []
  assert.equal(name, 'rate')
  const { unit, ...rest } = exact ?? { unit: undefined }
  assert.ok(unit !== undefined)
  assert.deepEqual(rest, {
    ...{ unitText: 'mL/h', min: 100_000_000n, max: 9_500_000_000n, softMin: 500_000_000n },
    ...{ softMax: 9n * billion, resolution: 100_000_000n, step: 2n * billion, ramp: 3n * billion },
  })
  const [, few] = exactOf(functionOf({ rate: limits('mL/h') })).commands.get('set')?.parameters[0] ?? []
  assert.deepEqual(
    [few?.softMin, few?.softMax, few?.resolution, few?.step, few?.ramp],
    [undefined, undefined, undefined, undefined, undefined],
  )
})

test('exactOf() looks back as far as the longer of interval and rate', () => {
  const reach = (more: Partial<Command>): number | undefined =>
    exactOf(functionOf({}, undefined, more)).commands.get('set')?.reach
  assert.equal(reach({}), 0)
  assert.equal(reach({ minimumInterval: 70 }), 70)
  assert.equal(reach({ rate: { most: 1, window: 90 } }), 90)
  assert.equal(reach({ minimumInterval: 70, rate: { most: 1, window: 90 } }), 90)
  assert.equal(reach({ minimumInterval: 95, rate: { most: 1, window: 90 } }), 95)
})

test('exactOf() is made once for one function object', () => {
  const fn = functionOf({ rate: limits('mL/h') })
  assert.equal(exactOf(fn), exactOf(fn))
  assert.notEqual(exactOf(fn), exactOf({ ...fn }))
  assert.equal(exactOf(fn).sum, undefined)
})

test('the sum of a rate weighs each millisecond, and a bolus in another unit what it is', () => {
  const cumulative = { parameter: 'rate', max: 5, unit: 'mL', window: 1000 }
  const { sum } = exactOf(
    functionOf({ rate: limits('mL/h'), dose: limits('mL'), big: limits('L') }, cumulative),
  )
  assert.ok(sum !== undefined)
  assert.deepEqual([sum.rateOf, sum.window], ['rate', 1000])
  // An hour has 3,600,000 ms: that many weights of one rate are one mL.
  assert.equal(sum.rateWeight * 3_600_000n, sum.amountWeights.get('dose'))
  assert.equal(sum.amountWeights.get('big'), 1000n * (sum.amountWeights.get('dose') ?? 0n))
  assert.equal(sum.max, 5n * billion * (sum.amountWeights.get('dose') ?? 0n))
  assert.equal(sum.rateWeight, 1n)
  assert.deepEqual([...sum.amountWeights.keys()], ['dose', 'big'])
})

test('weights stay whole for a rate of any unit of time, and as small as they can be', () => {
  const cumulative = { parameter: 'rate', max: 7, unit: 'L', window: 1000 }
  const { sum } = exactOf(functionOf({ rate: limits('mL/min'), dose: limits('mL') }, cumulative))
  // 1 mL/min is 1 / 60,000,000 L in a millisecond; 1 mL is 60,000 of those.
  assert.deepEqual(
    [sum?.rateWeight, sum?.amountWeights.get('dose'), sum?.max],
    [1n, 60_000n, 7n * billion * 60_000_000n],
  )
  const thirds = exactOf(
    functionOf({ rate: limits('L/s') }, { parameter: 'rate', max: 2, unit: 'mL', window: 1000 }),
  ).sum
  // 1 L/s is 1 mL in a millisecond.
  assert.deepEqual([thirds?.rateWeight, thirds?.max], [1n, 2n * billion])
})

test('a rate whose unit has no whole share in the sum is reduced as far as it goes', () => {
  const per = (rate: string, unit: string): readonly (bigint | undefined)[] => {
    const cumulative = { parameter: 'rate', max: 1, unit, window: 1000 }
    const { sum } = exactOf(functionOf({ rate: limits(rate), odd: limits('drop') }, cumulative))
    return [sum?.rateWeight, (sum?.max ?? 0n) / billion]
  }
  // 1 kL/h is 10^6 mL in 3.6 * 10^6 ms: five of eighteen.
  assert.deepEqual(per('kL/h', 'mL'), [5n, 18n])
  assert.deepEqual(per('kL/h', 'L'), [1n, 3600n])
  assert.deepEqual(per('mL/h', 'L'), [1n, 3_600_000_000n])
})

test('a sum of amounts counts no rate, and nothing of another dimension', () => {
  const cumulative = { parameter: 'dose', max: 5, unit: 'mL', window: 1000 }
  const { sum } = exactOf(
    functionOf({ dose: limits('mL'), celsius: limits('Cel'), rate: limits('mL/h') }, cumulative),
  )
  assert.deepEqual([sum?.rateOf, sum?.rateWeight], [undefined, 0n])
  assert.deepEqual([...(sum?.amountWeights.keys() ?? [])], ['dose'])
  assert.equal(sum?.max, 5n * billion * (sum?.amountWeights.get('dose') ?? 0n))
})

test('a sum of what no command takes is no sum of a rate', () => {
  const { sum } = exactOf(
    functionOf({ dose: limits('mL') }, { parameter: 'gone', max: 5, unit: 'mL', window: 1000 }),
  )
  assert.deepEqual([sum?.rateOf, sum?.rateWeight], [undefined, 0n])
})

test('limits that are not exact, and a sum in an unknown unit or of another one, are our own bugs', () => {
  assert.throws(() => exactOf(functionOf({ rate: { ...limits('mL/h'), max: Number.NaN } })), /not exact/)
  const cumulative = { parameter: 'rate', max: 5, unit: 'furlong', window: 1000 }
  assert.throws(() => exactOf(functionOf({ rate: limits('mL/h') }, cumulative)), /unknown unit/)
  const other = { ...cumulative, unit: 'mL' }
  assert.throws(() => exactOf(functionOf({ rate: limits('m3/h') }, other)), /does not add up to its unit/)
})
