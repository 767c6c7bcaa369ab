import { parsePurl, type Purl } from '../purl.ts'
import type { FixClaim, Sbom, SbomComponent } from '../sbom/types.ts'
import type { VexStatement, VexStatus } from './types.ts'

/**
 * Adds what was decided to the components of an SBOM. Of several decisions about one vulnerability of one component the
 * newest counts, so that a later "affected" takes an older "not affected" back.
 *
 * A decision holds for exactly what it names: where it states a version or a qualifier, a component that differs in it
 * is open again. A decision about a component inside a product holds only if the SBOM says that it is of that product.
 */
export function applyVex(sbom: Sbom, statements: readonly VexStatement[]): Sbom {
  const { subject } = sbom
  const ours = statements.filter(({ product }) => product === undefined || isSubject(product, subject))
  const foreign = statements.length - ours.length
  const byName = new Map<string, VexStatement[]>()
  for (const statement of [...ours].sort((a, b) => a.at - b.at)) {
    for (const name of new Set(statement.components.map((purl) => purl.name))) {
      const list = byName.get(name)
      if (list === undefined) byName.set(name, [statement])
      else list.push(statement)
    }
  }
  const components = sbom.components.map((component) => decided(component, byName))
  const about = 'VEX: a product that is not the subject of the SBOM'
  return foreign === 0
    ? { ...sbom, components }
    : { ...sbom, components, notUnderstood: { ...sbom.notUnderstood, [about]: foreign } }
}

function decided(
  component: SbomComponent,
  byName: ReadonlyMap<string, readonly VexStatement[]>,
): SbomComponent {
  const parsed = component.purl === undefined ? undefined : parsePurl(component.purl)
  if (parsed?.ok !== true) return component
  const { purl } = parsed
  let standing: Standing[] = []
  for (const statement of byName.get(purl.name) ?? []) {
    if (!statement.components.some((wanted) => covers(wanted, purl))) continue
    const names = [statement.vulnerability, ...statement.aliases]
    // One shared name is enough: an older decision must not live on under an alias that the newer one leaves out.
    const older = standing.filter((each) => each.names.some((name) => names.includes(name)))
    standing = standing.filter((each) => !older.includes(each))
    // Two words of one moment contradict each other: nobody can say which one counts, so the finding stays open.
    const contradicts = older.some(({ at, status }) => at === statement.at && status !== statement.status)
    const claims = contradicts ? [] : names.flatMap((name) => claimOf(statement, name) ?? [])
    standing.push({ names, claims, at: statement.at, status: contradicts ? 'affected' : statement.status })
  }
  const claims = standing.flatMap((each) => each.claims)
  if (claims.length === 0) return component
  return { ...component, fixes: [...(component.fixes ?? []), ...claims] }
}

interface Standing {
  readonly names: readonly string[]
  readonly claims: readonly FixClaim[]
  readonly at: number
  readonly status: VexStatus
}

function claimOf({ status, because, author }: VexStatement, vulnerability: string): FixClaim | undefined {
  if (status !== 'not_affected' && status !== 'fixed') return undefined
  const claim = status === 'fixed' ? 'patched' : 'not-affected'
  return { vulnerability, claim, source: 'vex', because: because === '' ? author : `${because} (${author})` }
}

/** What the decision states has to agree; what it leaves open may be anything. */
function covers(wanted: Purl, purl: Purl): boolean {
  return (
    wanted.type === purl.type &&
    wanted.namespace === purl.namespace &&
    wanted.name === purl.name &&
    (wanted.version === undefined || wanted.version === purl.version) &&
    Object.entries(wanted.qualifiers).every(([key, value]) => purl.qualifiers[key] === value)
  )
}

function isSubject(product: Purl, subject: Sbom['subject']): boolean {
  if (subject === undefined || subject.name !== product.name) return false
  return product.version === undefined || product.version === subject.version
}
