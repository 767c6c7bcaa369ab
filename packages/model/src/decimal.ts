/** Digits after the point that a number of an envelope may have. */
export const decimalPlaces = 9
/** What one is as a scaled number. */
export const decimalOne: bigint = 10n ** BigInt(decimalPlaces)
/** Largest absolute value, in units: far above any dose and small enough that its nine places stay readable. */
export const decimalMax = 1_000_000_000

const decimalForm = /^(-?)([0-9]{1,10})(?:\.([0-9]{1,9}))?$/
const exponentForm = /^(-?)([0-9])(?:\.([0-9]+))?e-([0-9]{1,2})$/

/**
 * A number as a whole count of billionths, so that sums and comparisons are exact (CWE-1339). A JavaScript number stands for
 * its shortest decimal text: 0.1 is one tenth, not the nearest binary fraction. Undefined for what has more than
 * nine places or is larger than `decimalMax`: it is refused rather than rounded.
 */
export function decimalOf(value: unknown): bigint | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined
  const text = typeof value === 'number' ? plainText(value) : value
  const [, sign, whole = '', places = ''] = decimalForm.exec(text) ?? []
  if (sign === undefined) return undefined
  const scaled = BigInt(whole) * decimalOne + BigInt(places.padEnd(decimalPlaces, '0'))
  if (scaled > BigInt(decimalMax) * decimalOne) return undefined
  return sign === '-' ? -scaled : scaled
}

/** A scaled number as decimal text, without trailing zeros. */
export function decimalText(scaled: bigint): string {
  const size = scaled < 0n ? -scaled : scaled
  const places = (size % decimalOne).toString().padStart(decimalPlaces, '0').replace(/0+$/, '')
  return `${scaled < 0n ? '-' : ''}${size / decimalOne}${places === '' ? '' : `.${places}`}`
}

/** `1e-7` is written out; larger exponents are out of range anyway. */
function plainText(value: number): string {
  const text = String(value)
  const [, sign, first, rest = '', exponent] = exponentForm.exec(text) ?? []
  if (sign === undefined) return text
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${first}${rest}`
}
