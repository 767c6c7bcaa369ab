import { compareNumerals, type Order, orderBy } from './order.ts'

/** Order of R packages: numbers between dots and hyphens; a longer version is after its beginning (R, `?numeric_version`). */
export const compareCran: Order = orderBy(numbersBetween(/^[0-9]+(?:[.-][0-9]+)*$/, /[.-]/), compareNumbers)

/** Order of Haskell packages: numbers between dots; a longer version is after its beginning (Haskell PVP). */
export const compareHackage: Order = orderBy(numbersBetween(/^[0-9]+(?:\.[0-9]+)*$/, /\./), compareNumbers)

function numbersBetween(form: RegExp, separator: RegExp): (text: string) => string[] | undefined {
  return (text) => (form.test(text) ? text.split(separator) : undefined)
}

function compareNumbers(a: readonly string[], b: readonly string[]): number {
  const common = Math.min(a.length, b.length)
  for (let i = 0; i < common; i++) {
    const difference = compareNumerals(a[i] ?? '', b[i] ?? '')
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
