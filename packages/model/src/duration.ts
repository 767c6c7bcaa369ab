const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
}

/** A duration in a device file: a whole number and a unit. `m` is minutes; `y` is 365 days. */
export const durationForm: RegExp = /^[1-9][0-9]{0,5}(ms|s|m|h|d|w|y)$/

/** Milliseconds of `72h`, `30d`, `15m`; `undefined` if the text is not of `durationForm`. */
export function parseDuration(text: string): number | undefined {
  const unit = durationForm.exec(text)?.[1]
  const factor = unit === undefined ? undefined : units[unit]
  return factor === undefined ? undefined : Number.parseInt(text, 10) * factor
}
