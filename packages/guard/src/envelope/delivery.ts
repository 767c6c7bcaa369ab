/** What was delivered within a sliding window, in whole numbers. */
import type { Sum } from './limits.ts'
import type { Delivery } from './state.ts'

export const emptyDelivery: Delivery = { segments: [], amounts: [] }

/** Beyond this many entries the two oldest become one that counts at least as much: never too little. */
export const deliveryEntriesMax = 256

/** Delivered within the window that ends now, in the weight of `sum.max`. */
export function delivered(sum: Sum, { segments, amounts }: Delivery, now: number): bigint {
  const start = now - sum.window
  let total = 0n
  for (const [index, { from, rate }] of segments.entries()) {
    const until = Math.min(segments[index + 1]?.from ?? now, now)
    const lasted = until - Math.max(from, start)
    if (lasted > 0) total += BigInt(lasted) * rate * sum.rateWeight
  }
  for (const { at, amount } of amounts) if (at > start) total += amount
  return total
}

/** The rate in force, in billionths of its unit. */
export function rateInForce({ segments }: Delivery): bigint {
  return segments.at(-1)?.rate ?? 0n
}

/** The delivery with a rate in force from `at` on, and an amount (weighted) given at once. */
export function recordDelivery(
  sum: Sum,
  delivery: Delivery,
  { at, rate, amount }: { readonly at: number; readonly rate: bigint; readonly amount: bigint },
): Delivery {
  const start = at - sum.window
  const segments = delivery.segments.filter((_, i) => (delivery.segments[i + 1]?.from ?? at) > start)
  const amounts = delivery.amounts.filter((entry) => entry.at > start)
  if (rate !== rateInForce({ segments, amounts })) segments.push({ from: at, rate })
  if (amount > 0n) amounts.push({ at, amount })
  return {
    segments: mergeOldest(segments, ({ from, rate: older }, { rate: newer }) => ({
      from,
      rate: larger(older, newer),
    })),
    amounts: mergeOldest(amounts, (older, { at: later, amount: more }) => ({
      at: later,
      amount: older.amount + more,
    })),
  }
}

function mergeOldest<Entry>(
  entries: readonly Entry[],
  merge: (older: Entry, newer: Entry) => Entry,
): readonly Entry[] {
  if (entries.length <= deliveryEntriesMax) return entries
  return [entries.slice(0, 2).reduce(merge), ...entries.slice(2)]
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other
}
