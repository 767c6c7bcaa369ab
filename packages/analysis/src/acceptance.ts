import type { AcceptedRisk } from '@pericard/model'

/** Milliseconds at which an acceptance ends: the end of its day in UTC. A date that cannot be read has ended. */
export function endOf({ expires }: AcceptedRisk): number {
  const start = Date.parse(expires)
  if (Number.isNaN(start)) return Number.NEGATIVE_INFINITY
  return /^\d{4}-\d{2}-\d{2}$/.test(expires) ? start + 24 * 60 * 60 * 1000 : start
}

/** The decision in force that covers a finding id or `<asset>/<goal>`. */
export function acceptanceOf(
  accepted: readonly AcceptedRisk[],
  id: string,
  now: number,
): AcceptedRisk | undefined {
  return accepted.find((risk) => risk.finding === id && now < endOf(risk))
}
