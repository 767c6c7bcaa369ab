/** Refuses limits that no value or every value would pass, and units that do not belong together. */
import { decimalOf, decimalPlaces, decimalText } from '../decimal.ts'
import { dimensionOverTime, parseUnit, type Unit } from '../units.ts'
import type { DeviceIssueCode } from './issues.ts'
import { isMap, quote, type Tree } from './tree.ts'

type Keys = readonly (string | number)[]
type At = (keys: Keys) => Tree | undefined
type Add = (code: DeviceIssueCode, message: string, keys: Keys) => void

/** Checks the limits of the function at `keys`. Works on the tree, so that a wrong type elsewhere hides nothing. */
export function checkEnvelope(keys: Keys, at: At, add: Add): void {
  new EnvelopeCheck(keys, at, add).run()
}

class EnvelopeCheck {
  readonly #keys: Keys
  readonly #at: At
  readonly #add: Add
  /** Unit of each parameter; the values of one name are compared across commands. */
  readonly #units = new Map<string, { readonly text: string; readonly unit: Unit }>()

  constructor(keys: Keys, at: At, add: Add) {
    this.#keys = keys
    this.#at = at
    this.#add = add
  }

  run(): void {
    const commands = this.#at([...this.#keys, 'commands'])
    for (const index of Array.isArray(commands) ? commands.keys() : []) {
      const place = [...this.#keys, 'commands', index, 'parameters']
      const parameters = this.#at(place)
      if (!isMap(parameters)) continue
      for (const name of Object.keys(parameters)) this.#checkParameter(name, [...place, name])
    }
    this.#checkCumulative()
    this.#checkFallback()
  }

  #checkParameter(name: string, keys: Keys): void {
    const unit = this.#unitAt([...keys, 'unit'])
    const before = this.#units.get(name)
    if (unit !== undefined && before !== undefined && before.text !== unit.text) {
      const message = `The parameter ${quote(name)} is in ${quote(before.text)} elsewhere; wanted one unit for one name`
      this.#add('UNIT_MISMATCH', message, [...keys, 'unit'])
    }
    if (unit !== undefined && before === undefined) this.#units.set(name, unit)
    this.#checkOrder(keys)
    this.#checkSteps(keys)
  }

  /** `min ≤ soft-min ≤ soft-max ≤ max`: outside the hard limits a soft one could never be reached. */
  #checkOrder(keys: Keys): void {
    const order = ['min', 'soft-min', 'soft-max', 'max'] as const
    let lower: { readonly key: string; readonly value: bigint } | undefined
    for (const key of order) {
      const value = this.#numberAt([...keys, key])
      if (value === undefined) continue
      if (lower !== undefined && lower.value > value) {
        const [small, large] = [decimalText(lower.value), decimalText(value)]
        const message =
          lower.key === 'min' && key === 'max'
            ? `The least value ${small} is above the largest, ${large}; no value would be taken`
            : `The limit ${lower.key} of ${small} is above ${key}, ${large}; wanted ${order.join(' ≤ ')}`
        this.#add('LIMITS_CROSSED', message, [...keys, lower.key])
        return
      }
      lower = { key, value }
    }
  }

  #checkSteps(keys: Keys): void {
    const resolution = this.#numberAt([...keys, 'resolution'])
    for (const key of ['step', 'step-per-minute']) {
      const step = this.#numberAt([...keys, key])
      if (step === undefined || resolution === undefined || step >= resolution) continue
      const message = `The ${key} of ${decimalText(step)} is below the resolution, ${decimalText(resolution)}; no change would be taken`
      this.#add('LIMITS_CROSSED', message, [...keys, key])
    }
    if (resolution === undefined || resolution <= 0n) return
    for (const key of ['min', 'max']) {
      const bound = this.#numberAt([...keys, key])
      if (bound === undefined || bound % resolution === 0n) continue
      const message = `The ${key} of ${decimalText(bound)} is no multiple of the resolution, ${decimalText(resolution)}`
      this.#add('LIMITS_CROSSED', message, [...keys, key])
    }
  }

  #checkCumulative(): void {
    const keys = [...this.#keys, 'envelope', 'cumulative']
    if (!isMap(this.#at(keys))) return
    this.#numberAt([...keys, 'max'])
    const sum = this.#unitAt([...keys, 'unit'])
    const name = this.#at([...keys, 'parameter'])
    if (sum === undefined || typeof name !== 'string') return
    const parameter = this.#units.get(name)
    if (parameter === undefined) return
    const { dimension } = sum.unit
    if (dimension === parameter.unit.dimension || dimension === dimensionOverTime(parameter.unit)) return
    const message = `Found ${quote(sum.text)} for the sum of ${quote(name)}, which is in ${quote(parameter.text)}; wanted its own unit, or that of a rate times a time`
    this.#add('UNIT_MISMATCH', message, [...keys, 'unit'])
  }

  /** The fallback may not go on with what a command could not ask for. */
  #checkFallback(): void {
    const fallback = this.#at([...this.#keys, 'fallback'])
    if (!isMap(fallback)) return
    const keys = [...this.#keys, 'fallback', 'parameters']
    const values = this.#at(keys) ?? {}
    this.#checkSummed(values)
    this.#checkTaken()
    if (!isMap(values)) return
    for (const name of Object.keys(values)) {
      const value = this.#numberAt([...keys, name])
      const limits = this.#limitsOf(name)
      if (limits.length === 0) {
        const message = `No command of this function takes the parameter ${quote(name)}`
        this.#add('REFERENCE_DANGLING', message, [...keys, name])
      }
      if (value === undefined || limits.every(({ min, max }) => value >= min && value <= max)) continue
      const message = `The fallback would go on with ${decimalText(value)}; wanted a value within the limits of each command`
      this.#add('LIMITS_CROSSED', message, [...keys, name])
    }
  }

  /** A fallback that takes no command which ends delivery could not be stopped. */
  #checkTaken(): void {
    const keys = [...this.#keys, 'fallback', 'commands']
    const [taken, declared] = [this.#at(keys), this.#at([...this.#keys, 'commands'])]
    if (!Array.isArray(taken) || !Array.isArray(declared)) return
    const commands = declared.filter(isMap)
    for (const [index, name] of taken.entries()) {
      if (typeof name !== 'string' || commands.some(({ id }) => id === name)) continue
      this.#add('REFERENCE_DANGLING', `This function has no command ${quote(name)}`, [...keys, index])
    }
    const initial = this.#at([...this.#keys, 'envelope', 'initial-state'])
    if (typeof initial !== 'string') return
    const ending = commands.flatMap(({ id, to }) => (to === initial && typeof id === 'string' ? [id] : []))
    if (ending.length === 0 || ending.some((id) => taken.includes(id))) return
    const message = `The fallback takes no command that leads to ${quote(initial)}; wanted one of ${ending.map(quote).join(', ')}`
    this.#add('LIMITS_CROSSED', message, keys)
  }

  /** What is summed over a window goes on with a value that the fallback was told, or the sum would be of something else. */
  #checkSummed(values: Tree): void {
    const name = this.#at([...this.#keys, 'envelope', 'cumulative', 'parameter'])
    if (typeof name !== 'string' || !isMap(values) || Object.hasOwn(values, name)) return
    const message = `The fallback is not told ${quote(name)}, of which the envelope limits the sum; wanted the most that it goes on with`
    this.#add('LIMITS_CROSSED', message, [...this.#keys, 'fallback'])
  }

  #limitsOf(name: string): { readonly min: bigint; readonly max: bigint }[] {
    const commands = this.#at([...this.#keys, 'commands'])
    const indices = Array.isArray(commands) ? [...commands.keys()] : []
    return indices.flatMap((index) => {
      const place = [...this.#keys, 'commands', index, 'parameters', name]
      const [min, max] = [decimalOf(this.#at([...place, 'min'])), decimalOf(this.#at([...place, 'max']))]
      return min === undefined || max === undefined ? [] : [{ min, max }]
    })
  }

  #numberAt(keys: Keys): bigint | undefined {
    const value = this.#at(keys)
    if (typeof value !== 'number') return undefined
    const exact = decimalOf(value)
    if (exact === undefined) {
      const message = `Found ${value}; wanted at most ${decimalPlaces} digits after the point and at most a milliard, so that it is kept exactly`
      this.#add('NUMBER_NOT_EXACT', message, keys)
    }
    return exact
  }

  #unitAt(keys: Keys): { readonly text: string; readonly unit: Unit } | undefined {
    const text = this.#at(keys)
    if (typeof text !== 'string') return undefined
    const unit = parseUnit(text)
    if (unit !== undefined) return { text, unit }
    const message = `Found the unit ${quote(text)}; wanted one of UCUM that docs/specs/envelope.md lists, such as mL/h`
    this.#add('UNIT_UNKNOWN', message, keys)
    return undefined
  }
}
