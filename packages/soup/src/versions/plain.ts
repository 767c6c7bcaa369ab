import { compareLists, compareNumerals, compareText, type Order, orderBy } from './order.ts'

/** Order of the vers scheme `lexicographic`: by the bytes of UTF-8, without normalisation. */
export const compareLexicographic: Order = orderBy(
  // Lone surrogates have no UTF-8, so two different texts could become the same bytes.
  (text) => (text === '' || !text.isWellFormed() ? undefined : new TextEncoder().encode(text)),
  (a, b) => compareLists([...a], [...b], (left, right) => left - right, -1),
)

/** Order of the vers scheme `intdot`: numbers between dots; what follows the last number does not order. */
export const compareIntdot: Order = orderBy(
  (text) => /^[0-9]+(?:\.[0-9]+)*/.exec(text)?.[0].split('.'),
  (a, b) => compareLists(a, b, compareNumerals, '0'),
)

/** Order of the vers scheme `datetime`: moments in time (RFC 3339), whatever their offset. */
export const compareDatetime: Order = orderBy(
  parseDatetime,
  // Digits behind the point order as text.
  (a, b) => a.second - b.second || compareText(a.fraction, b.fraction),
)

const rfc3339 =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2})$/

function parseDatetime(text: string): { readonly second: number; readonly fraction: string } | undefined {
  const [, day, time, fraction = '', offset] = rfc3339.exec(text) ?? []
  if (day === undefined || time === undefined || offset === undefined) return undefined
  const second = Date.parse(`${day}T${time}${offset}`)
  return Number.isNaN(second) ? undefined : { second, fraction: fraction.replace(/0+$/, '') }
}
