import { compareNumbers, numbersBetween } from './numbers.ts'
import { type Order, orderBy } from './order.ts'

/** Order of Haskell packages: numbers between dots; a longer version is after its beginning (Haskell PVP). */
export const compareHackage: Order = orderBy(numbersBetween(/^[0-9]+(?:\.[0-9]+)*$/, /\./), compareNumbers)
