/** Reads the numbers of a command and holds them against the limits of each one by itself. */
import { conversion, decimalOf, decimalText, parseUnit } from '@pericard/model'
import type { ExactCommand, ExactLimits } from './limits.ts'
import type { Refusal } from './state.ts'

export type Values = ReadonlyMap<string, bigint>

/** The values in their declared units, as counts of billionths. */
export function readValues(
  command: ExactCommand,
  given: Readonly<Record<string, unknown>>,
): { readonly values: Values } | Refusal {
  const id = command.declared.id
  const known = new Map(command.parameters)
  if (Object.keys(given).some((name) => !known.has(name))) {
    const wanted = known.size === 0 ? 'none' : [...known.keys()].join(', ')
    const message = `${id}: has a parameter that is not declared; wanted ${wanted}`
    return { code: 'ENVELOPE_PARAMETER_UNKNOWN', message }
  }
  for (const name of known.keys()) {
    // Never from the prototype (CWE-1321).
    if (Object.hasOwn(given, name) && given[name] !== undefined) continue
    return { code: 'ENVELOPE_PARAMETER_MISSING', message: `${id}: ${name} is missing` }
  }
  const values = new Map<string, bigint>()
  for (const [name, limits] of known) {
    const value = inDeclaredUnit(given[name], limits)
    if (value === 'unit') {
      const message = `${id}: ${name} is in a unit that does not convert exactly; wanted ${limits.unitText}`
      return { code: 'ENVELOPE_UNIT', message }
    }
    if (value === undefined || !isTaken(value, limits)) {
      const of = limits.resolution === undefined ? '' : ` in steps of ${decimalText(limits.resolution)}`
      const wanted = `${decimalText(limits.min)} to ${decimalText(limits.max)} ${limits.unitText}${of}`
      return { code: 'ENVELOPE_RANGE', message: `${id}: ${name} is ${shown(value)}; wanted ${wanted}` }
    }
    values.set(name, value)
  }
  return { values }
}

/** Parameters beyond their soft limits. */
export function beyondSoftLimits(command: ExactCommand, values: Values): string[] {
  return command.parameters.flatMap(([name, { softMin, softMax }]) => {
    const value = values.get(name) ?? 0n
    const beyond = (softMin !== undefined && value < softMin) || (softMax !== undefined && value > softMax)
    return beyond ? [name] : []
  })
}

/** The value as a number whose shortest decimal text is the value itself. */
export function numberOf(value: bigint): number {
  return Number(decimalText(value))
}

function isTaken(value: bigint, { min, max, resolution }: ExactLimits): boolean {
  if (value < min || value > max) return false
  if (resolution !== undefined && value % resolution !== 0n) return false
  // What the function is told must be what was checked: more digits than a double carries would be rounded on the way.
  return decimalOf(numberOf(value)) === value
}

/** `undefined` for what is no exact number, `unit` for one of another dimension or without an exact conversion. */
function inDeclaredUnit(given: unknown, limits: ExactLimits): bigint | 'unit' | undefined {
  if (typeof given === 'number') return decimalOf(given)
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined
  const { value, unit: text } = given as Readonly<Record<string, unknown>>
  const scaled = decimalOf(value)
  if (text === limits.unitText) return scaled
  const unit = typeof text === 'string' ? parseUnit(text) : undefined
  const ratio = unit === undefined || limits.unit === undefined ? undefined : conversion(unit, limits.unit)
  if (ratio === undefined) return 'unit'
  if (scaled === undefined) return undefined
  const product = scaled * ratio[0]
  return product % ratio[1] === 0n ? product / ratio[1] : 'unit'
}

function shown(value: bigint | undefined): string {
  return value === undefined ? 'no exact number' : decimalText(value)
}
