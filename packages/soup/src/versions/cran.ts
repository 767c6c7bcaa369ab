import { compareNumbers, numbersBetween } from './numbers.ts'
import { type Order, orderBy } from './order.ts'

/** Order of R packages: numbers between dots and hyphens; a longer version is after its beginning (R, `?numeric_version`). */
export const compareCran: Order = orderBy(numbersBetween(/^[0-9]+(?:[.-][0-9]+)*$/, /[.-]/), compareNumbers)
