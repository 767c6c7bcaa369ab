import type { Analysis } from '@pericard/analysis'
import type { AcceptedRisk, DeviceFile } from '@pericard/model'

/** Something that is less safe than the policy asks for, or that somebody decided to live with. */
export interface ResidualRisk {
  /** Finding id, or `<asset>/<goal>`. */
  readonly risk: string
  readonly kind: 'depth' | 'finding'
  readonly what: string
  /** `expired`: a decision that has run out decides nothing. `not needed`: what it covers is no longer found. */
  readonly decision: 'accepted' | 'expired' | 'none' | 'not needed'
  readonly acceptance?: string
  readonly owner?: string
  readonly reason?: string
  /** ISO 8601 date. */
  readonly expires?: string
}

/** Every depth below policy, every finding that is grave or accepted, and every decision, open ones first. */
export function residualRisks(file: DeviceFile, analysis: Analysis, now: number): ResidualRisk[] {
  const risks: ResidualRisk[] = []
  for (const { asset, goal, kind, depth, wanted, met, acceptedBy } of analysis.goals) {
    if (met) continue
    const least = wanted > 3 ? 'more than 3' : wanted
    const what = `${kind} ${asset} ${goal}: takes ${depth} failures, ${least} wanted`
    risks.push(decided(file, { risk: `${asset}/${goal}`, kind: 'depth', what }, acceptedBy))
  }
  for (const { id, severity, title, because, acceptedBy } of analysis.findings) {
    const decision = decided(file, { risk: id, kind: 'finding', what: `${title}: ${because}` }, acceptedBy)
    if (severity === 'high' || decision.decision !== 'none') risks.push(decision)
  }
  const known = new Set(risks.map(({ risk }) => risk))
  for (const accepted of file.accepted) {
    if (known.has(accepted.finding)) continue
    const what = 'nothing of this name is below policy or found'
    risks.push({
      risk: accepted.finding,
      kind: accepted.finding.includes('@') ? 'finding' : 'depth',
      what,
      decision: hasEnded(accepted, now) ? 'expired' : 'not needed',
      ...said(accepted),
    })
  }
  const order = { none: 0, expired: 1, accepted: 2, 'not needed': 3 } as const
  return risks.toSorted((a, b) => order[a.decision] - order[b.decision])
}

function decided(
  file: DeviceFile,
  risk: Pick<ResidualRisk, 'risk' | 'kind' | 'what'>,
  acceptedBy: string | undefined,
): ResidualRisk {
  const inForce = file.accepted.find(({ id }) => id === acceptedBy)
  if (inForce !== undefined) return { ...risk, decision: 'accepted', ...said(inForce) }
  const ended = file.accepted.find(({ finding }) => finding === risk.risk)
  return ended === undefined
    ? { ...risk, decision: 'none' }
    : { ...risk, decision: 'expired', ...said(ended) }
}

function said({
  id,
  owner,
  reason,
  expires,
}: AcceptedRisk): Pick<ResidualRisk, 'acceptance' | 'owner' | 'reason' | 'expires'> {
  return { acceptance: id, owner, reason, expires }
}

/** A decision holds to the end of its day in UTC; a date that cannot be read has ended. */
function hasEnded({ expires }: AcceptedRisk, now: number): boolean {
  const day = Date.parse(expires)
  return Number.isNaN(day) || now >= day + (/^\d{4}-\d{2}-\d{2}$/.test(expires) ? 86_400_000 : 0)
}
