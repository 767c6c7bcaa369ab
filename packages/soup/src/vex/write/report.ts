/** What is said of each vulnerability that was found, whatever the format it goes out in. */
import type { DecidedScan } from '../../decisions/apply.ts'
import { type Justification, justifications } from '../../decisions/types.ts'
import type { SoupMatch } from '../../matches.ts'
import type { SbomComponent } from '../../sbom/types.ts'
import type { VexStatus } from '../types.ts'

/** Who says it, of what, and when. */
export interface VexHead {
  /** Who the document is from. */
  readonly author: string
  /** An address under which the author's documents are named, `https://maker.example`. */
  readonly namespace: string
  readonly subject?: { readonly name: string; readonly version?: string }
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** One vulnerability of components in one state. */
export interface VexLine {
  readonly vulnerability: string
  readonly aliases: readonly string[]
  readonly status: VexStatus
  readonly justification?: Justification
  readonly because: string
  readonly action: string
  /** purl of each component; one without a purl cannot be named in any of the formats. */
  readonly components: readonly string[]
}

/** Of two states of one purl the one that asks for more: a reader cannot tell the two components apart. */
const mostUrgent: readonly VexStatus[] = ['affected', 'under_investigation', 'fixed', 'not_affected']

/** What a component without a decision gets: nobody has looked, which is never "not affected". */
const undecidedWords = 'Found by matching versions; not assessed yet.'
const actionWords = 'Update the component to a version that is not affected, or ask the maker.'

/** Every vulnerability that is open or settled, each state once. Hints are not among them: they claim nothing. */
export function vexLinesOf({ scan, about }: Pick<DecidedScan, 'scan' | 'about'>): VexLine[] {
  const said = new Map<string, { readonly line: Omit<VexLine, 'components'>; readonly purl: string }>()
  const add = ({ purl }: SbomComponent, line: Omit<VexLine, 'components'>): void => {
    if (purl === undefined) return
    const key = JSON.stringify([line.vulnerability, purl])
    const known = said.get(key)
    if (known === undefined || urgency(line) < urgency(known.line)) said.set(key, { line, purl })
  }
  for (const { component, matches, settled } of scan.results) {
    for (const match of matches) add(component, openLine(match, about(component, match.vulnerability)))
    for (const { match, claim } of settled) {
      const status = claim.claim === 'patched' ? 'fixed' : 'not_affected'
      const because = claim.because ?? `stated by the SBOM (${claim.source})`
      add(component, { ...namesOf(match), status, because, action: '', ...justificationIn(because) })
    }
  }
  const lines = Map.groupBy(said.values(), ({ line }) =>
    JSON.stringify([line.vulnerability, line.status, line.because]),
  )
  return [...lines.values()]
    .flatMap((same) => {
      const [first] = same
      return first === undefined ? [] : [{ ...first.line, components: same.map(({ purl }) => purl).sort() }]
    })
    .sort((a, b) => (a.vulnerability + a.status < b.vulnerability + b.status ? -1 : 1))
}

function urgency({ status }: Pick<VexLine, 'status'>): number {
  return mostUrgent.indexOf(status)
}

function openLine(match: SoupMatch, decided: ReturnType<DecidedScan['about']>): Omit<VexLine, 'components'> {
  if (decided === undefined)
    return { ...namesOf(match), status: 'under_investigation', because: undecidedWords, action: '' }
  const { decision, reopened } = decided
  if (reopened !== undefined) {
    const because = `Decided before, and open again: ${reopened.join('; ')}.`
    return { ...namesOf(match), status: 'under_investigation', because, action: '' }
  }
  const action =
    decision.action ?? (match.fixed.length === 0 ? actionWords : `Update to ${match.fixed.join(' or ')}.`)
  return { ...namesOf(match), status: decision.status, because: decision.because, action }
}

function namesOf({ vulnerability, aliases }: SoupMatch): Pick<VexLine, 'vulnerability' | 'aliases'> {
  return { vulnerability, aliases }
}

/** A decision puts the word of the standard in front of its reason. */
function justificationIn(because: string): { justification?: Justification } {
  const word = justifications.find((each) => because.startsWith(each))
  return word === undefined ? {} : { justification: word }
}
