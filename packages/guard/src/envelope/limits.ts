/** A function's limits made exact once: numbers as counts of billionths, units as fractions. */
import { assert } from '@pericard/base'
import {
  type Command,
  conversion,
  type CriticalFunction,
  decimalOf,
  dimensionOverTime,
  type ParameterLimits,
  parseUnit,
  type Unit,
} from '@pericard/model'

export interface ExactLimits {
  readonly unitText: string
  /** Undefined for a unit outside the table: then values come in the declared unit only. */
  readonly unit: Unit | undefined
  readonly min: bigint
  readonly max: bigint
  readonly softMin: bigint | undefined
  readonly softMax: bigint | undefined
  readonly resolution: bigint | undefined
  readonly step: bigint | undefined
  readonly ramp: bigint | undefined
}

export interface ExactCommand {
  readonly declared: Command
  readonly parameters: readonly (readonly [name: string, limits: ExactLimits])[]
  /** How far back its own accepted times matter, in milliseconds. */
  readonly reach: number
}

/**
 * The cumulative limit in whole numbers: a rate counts `rateWeight` for each billionth and millisecond, an amount its weight for
 * each billionth, and the sum may reach `max`.
 */
export interface Sum {
  readonly rateOf: string | undefined
  readonly rateWeight: bigint
  readonly amountWeights: ReadonlyMap<string, bigint>
  readonly max: bigint
  readonly window: number
}

export interface ExactFunction {
  readonly commands: ReadonlyMap<string, ExactCommand>
  readonly sum: Sum | undefined
}

const known = new WeakMap<CriticalFunction, ExactFunction>()

/** The exact limits of a function; made once for each function object. */
export function exactOf(fn: CriticalFunction): ExactFunction {
  const before = known.get(fn)
  if (before !== undefined) return before
  const commands = new Map(fn.commands.map((command) => [command.id, exactCommand(command)]))
  const exact = { commands, sum: sumOf(fn, commands) }
  known.set(fn, exact)
  return exact
}

function exactCommand(declared: Command): ExactCommand {
  const parameters = Object.entries(declared.parameters).map(
    ([name, limits]) => [name, exactLimits(limits)] as const,
  )
  return { declared, parameters, reach: Math.max(declared.rate?.window ?? 0, declared.minimumInterval ?? 0) }
}

function exactLimits(limits: ParameterLimits): ExactLimits {
  const optional = (value: number | undefined): bigint | undefined =>
    value === undefined ? undefined : exact(value)
  return {
    unitText: limits.unit,
    unit: parseUnit(limits.unit),
    min: exact(limits.min),
    max: exact(limits.max),
    softMin: optional(limits.softMin),
    softMax: optional(limits.softMax),
    resolution: optional(limits.resolution),
    step: optional(limits.step),
    ramp: optional(limits.stepPerMinute),
  }
}

function exact(value: number): bigint {
  const scaled = decimalOf(value)
  assert(scaled !== undefined, 'the parser refuses limits that are not exact')
  return scaled
}

function sumOf(fn: CriticalFunction, commands: ReadonlyMap<string, ExactCommand>): Sum | undefined {
  const limit = fn.envelope.cumulative
  if (limit === undefined) return undefined
  const unit = parseUnit(limit.unit)
  assert(unit !== undefined, 'the parser refuses a sum in an unknown unit')
  const units = new Map(
    [...commands.values()].flatMap(({ parameters }) =>
      parameters.map(([name, { unit: own }]) => [name, own]),
    ),
  )
  const amounts = new Map<string, readonly [bigint, bigint]>()
  for (const [name, own] of units) {
    const ratio = own === undefined ? undefined : conversion(own, unit)
    if (ratio !== undefined) amounts.set(name, ratio)
  }
  const named = units.get(limit.parameter)
  const rate = named === undefined || amounts.has(limit.parameter) ? undefined : perMillisecond(named, unit)
  const common = [...amounts.values(), ...(rate === undefined ? [] : [rate])].reduce(
    (product, [, denominator]) => leastCommonMultiple(product, denominator),
    1n,
  )
  const weight = ([up, down]: readonly [bigint, bigint]): bigint => (common / down) * up
  return {
    rateOf: rate === undefined ? undefined : limit.parameter,
    rateWeight: rate === undefined ? 0n : weight(rate),
    amountWeights: new Map([...amounts].map(([name, ratio]) => [name, weight(ratio)])),
    max: exact(limit.max) * common,
    window: limit.window,
  }
}

/** What one of a rate brings in a millisecond, in units of the sum, in lowest terms. */
function perMillisecond(rate: Unit, sum: Unit): readonly [bigint, bigint] {
  assert(
    dimensionOverTime(rate) === sum.dimension,
    'the parser refuses a rate that does not add up to its unit',
  )
  return lowest(rate.numerator * sum.denominator, rate.denominator * sum.numerator * 1000n)
}

function lowest(up: bigint, down: bigint): readonly [bigint, bigint] {
  const divisor = greatestCommonDivisor(up, down)
  return [up / divisor, down / divisor]
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b)
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / greatestCommonDivisor(a, b)) * b
}
