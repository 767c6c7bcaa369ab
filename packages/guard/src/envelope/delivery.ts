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
  return { segments: mergeSegments(segments), amounts: mergeAmounts(amounts) }
}

function mergeSegments(segments: Delivery['segments']): Delivery['segments'] {
  const [first, second, ...rest] = segments
  if (segments.length <= deliveryEntriesMax || first === undefined || second === undefined) return segments
  return [{ from: first.from, rate: first.rate > second.rate ? first.rate : second.rate }, ...rest]
}

function mergeAmounts(amounts: Delivery['amounts']): Delivery['amounts'] {
  const [first, second, ...rest] = amounts
  if (amounts.length <= deliveryEntriesMax || first === undefined || second === undefined) return amounts
  return [{ at: second.at, amount: first.amount + second.amount }, ...rest]
}
