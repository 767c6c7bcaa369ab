import { compareNumerals } from './order.ts'

/** What splits a text of this form at its separators. */
export function numbersBetween(form: RegExp, separator: RegExp): (text: string) => string[] | undefined {
  return (text) => (form.test(text) ? text.split(separator) : undefined)
}

/** Compares number by number; a longer list is after its beginning. */
export function compareNumbers(a: readonly string[], b: readonly string[]): number {
  const common = Math.min(a.length, b.length)
  for (let i = 0; i < common; i++) {
    const difference = compareNumerals(a[i] ?? '', b[i] ?? '')
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
