import type { SoupMatch } from '../matches.ts'
import type { FixClaim } from '../sbom/types.ts'
import type { ComponentResult, SoupScan } from '../scan.ts'

/** What a report says about itself. */
export interface ReportHead {
  /** What the report is about, where the SBOM says so. */
  readonly subject?: { readonly name: string; readonly version?: string }
  /** Milliseconds since the epoch. */
  readonly now: number
}

/**
 * The vulnerability disclosure report of a scan, as CycloneDX 1.6: each vulnerability once, with what it affects. What is
 * settled is there with its reason; what nobody has looked at is in triage, never "not affected".
 */
export function writeVdr(scan: SoupScan, { subject, now }: ReportHead): object {
  const components = new Map<string, object>()
  const vulnerabilities = new Map<string, Listed>()
  for (const result of scan.results) {
    for (const match of result.matches) list(vulnerabilities, match, undefined, refOf(result))
    for (const { match, claim } of result.settled) list(vulnerabilities, match, claim, refOf(result))
    if (result.matches.length + result.settled.length > 0) components.set(refOf(result), componentOf(result))
  }
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: new Date(now).toISOString(),
      tools: { components: [{ type: 'application', name: 'pericard' }] },
      ...(subject === undefined ? {} : { component: { type: 'device', 'bom-ref': 'subject', ...subject } }),
      ...(scan.dataAsOf === undefined
        ? {}
        : { properties: [{ name: 'pericard:data-as-of', value: scan.dataAsOf }] }),
    },
    components: [...components.values()],
    vulnerabilities: [...vulnerabilities.values()]
      .sort((a, b) => (a.match.vulnerability < b.match.vulnerability ? -1 : 1))
      .map(vulnerabilityOf),
  }
}

interface Listed {
  readonly match: SoupMatch
  readonly claim: FixClaim | undefined
  readonly refs: Set<string>
}

/** One weakness may be settled in one component and open in another, so the two are listed apart. */
function list(all: Map<string, Listed>, match: SoupMatch, claim: FixClaim | undefined, ref: string): void {
  const key = JSON.stringify([match.vulnerability, claim?.claim, claim?.because])
  const known = all.get(key) ?? { match, claim, refs: new Set<string>() }
  known.refs.add(ref)
  all.set(key, known)
}

function refOf({ component }: ComponentResult): string {
  return component.purl ?? `${component.path}#${component.name}`
}

function componentOf(result: ComponentResult): object {
  const { name, version, purl, cpes } = result.component
  const cpe = cpes?.[0]
  return {
    type: 'library',
    'bom-ref': refOf(result),
    name,
    ...(version === undefined ? {} : { version }),
    ...(purl === undefined ? {} : { purl }),
    ...(cpe === undefined ? {} : { cpe }),
  }
}

function vulnerabilityOf({ match, claim, refs }: Listed): object {
  const { vulnerability, aliases, summary, cvss, fixed } = match
  const method = methodOf(cvss)
  return {
    id: vulnerability,
    ...(aliases.length === 0
      ? {}
      : { references: aliases.map((id) => ({ id, source: { name: id.split('-', 1)[0] ?? id } })) }),
    ...(method === undefined ? {} : { ratings: [{ method, vector: cvss }] }),
    ...(summary === '' ? {} : { description: summary }),
    ...(fixed.length === 0 ? {} : { recommendation: `Fixed in ${fixed.join(', ')}` }),
    analysis:
      claim === undefined
        ? { state: 'in_triage' }
        : {
            state: claim.claim === 'patched' ? 'resolved' : 'not_affected',
            detail: claim.because ?? claim.source,
          },
    affects: [...refs].sort().map((ref) => ({ ref })),
  }
}

function methodOf(vector: string): string | undefined {
  if (vector.startsWith('CVSS:4.0/')) return 'CVSSv4'
  if (vector.startsWith('CVSS:3.1/')) return 'CVSSv31'
  if (vector.startsWith('CVSS:3.0/')) return 'CVSSv3'
  return vector.startsWith('AV:') ? 'CVSSv2' : undefined
}
