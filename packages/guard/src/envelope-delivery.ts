import type { Command, CriticalFunction } from '@pericard/model'

/** Rate in force from a moment on, in units of the cumulative limit per millisecond of the rate's own time base. */
interface Segment {
  readonly from: number
  readonly rate: number
}

/** What was delivered, as far back as the cumulative window reaches. */
export interface Delivery {
  readonly segments: readonly Segment[]
  readonly amounts: readonly { readonly at: number; readonly amount: number }[]
}

export const emptyDelivery: Delivery = { segments: [], amounts: [] }

/** Beyond this many entries the two oldest become one, counted as the larger rate for both: never too little. */
const entriesMax = 1024
const timeBaseMs: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of the "per" in a UCUM rate such as `mL/h`; undefined for a unit that is not a rate. */
export function timeBaseOf(unit: string): number | undefined {
  return timeBaseMs[unit.slice(unit.lastIndexOf('/') + 1)]
}

/** What a command gives at once (a bolus): its parameters that are measured in the unit of the cumulative limit. */
export function amountOf(
  fn: CriticalFunction,
  command: Command,
  parameters: Readonly<Record<string, number>>,
): number {
  const limit = fn.envelope.cumulative
  if (limit === undefined) return 0
  const given = Object.entries(command.parameters).filter(([, { unit }]) => unit === limit.unit)
  return given.reduce((sum, [name]) => sum + (parameters[name] ?? 0), 0)
}

/** Delivered within the window that ends now, in the unit of the cumulative limit. */
export function delivered(fn: CriticalFunction, delivery: Delivery, now: number): number {
  const limit = fn.envelope.cumulative
  if (limit === undefined) return 0
  const start = now - limit.window
  const base = rateBase(fn)
  const flowed = delivery.segments.reduce((sum, { from, rate }, index) => {
    const until = Math.min(delivery.segments[index + 1]?.from ?? now, now)
    return sum + (Math.max(0, until - Math.max(from, start)) * rate) / base
  }, 0)
  return delivery.amounts.reduce((sum, { at, amount }) => (at > start ? sum + amount : sum), flowed)
}

/** The delivery with a rate in force from `at` on, and an amount given at once. */
export function recordDelivery(
  fn: CriticalFunction,
  delivery: Delivery,
  { at, rate, amount = 0 }: { readonly at: number; readonly rate: number; readonly amount?: number },
): Delivery {
  const limit = fn.envelope.cumulative
  if (limit === undefined) return delivery
  const start = at - limit.window
  const segments = delivery.segments.filter((_, i) => (delivery.segments[i + 1]?.from ?? at) > start)
  const amounts = delivery.amounts.filter((entry) => entry.at > start)
  if (segments.at(-1)?.rate !== rate) segments.push({ from: at, rate })
  if (amount > 0) amounts.push({ at, amount })
  return { segments: mergeSegments(segments), amounts: mergeAmounts(amounts) }
}

function rateBase(fn: CriticalFunction): number {
  const name = fn.envelope.cumulative?.parameter ?? ''
  const unit = fn.commands.flatMap(({ parameters }) => parameters[name]?.unit ?? [])[0] ?? ''
  return timeBaseOf(unit) ?? 3_600_000
}

function mergeSegments(segments: readonly Segment[]): readonly Segment[] {
  const [first, second, ...rest] = segments
  if (segments.length <= entriesMax || first === undefined || second === undefined) return segments
  return [{ from: first.from, rate: Math.max(first.rate, second.rate) }, ...rest]
}

function mergeAmounts(amounts: Delivery['amounts']): Delivery['amounts'] {
  const [first, second, ...rest] = amounts
  if (amounts.length <= entriesMax || first === undefined || second === undefined) return amounts
  return [{ at: second.at, amount: first.amount + second.amount }, ...rest]
}
