/** In which order findings are looked at: what each does to the patient and their data, before what a score says of it in general. */
import type { SoupFinding } from './judge.ts'

/** Lower comes first; each says what it compares. */
type Rank = (finding: SoupFinding) => number

const ranks: readonly Rank[] = [
  // What lowers a depth, then what nobody can say it of, then what lowers none.
  ({ lowers, event }) => (lowers.length > 0 ? 0 : event === undefined ? 1 : 2),
  ({ lowers }) => Math.min(...lowers.map(({ after }) => after), deepest),
  ({ lowers }) => -lowers.reduce((sum, { before, after }) => sum + before - after, 0),
  ({ exploitedSince }) => (exploitedSince === undefined ? 1 : 0),
  ({ ssvc }) => place(exploitations, ssvc?.exploitation),
  ({ ssvc }) => place(['YES'], ssvc?.automatable),
  ({ ssvc }) => place(['TOTAL'], ssvc?.technicalImpact),
  ({ safetyClass }) => place(['C', 'B', 'A'], safetyClass),
  ({ environmental, severity }) => -(environmental?.score ?? Number(severity?.split(' ').at(-1) ?? 0)),
]
const deepest = 4
/** SSVC decision point Exploitation, most urgent first; records spell the words in several ways. */
const exploitations = ['ACTIVE', 'POC']

/** Compares two findings; equal ones by vulnerability, component and version, so that the order is always the same. */
export function byHarm(a: SoupFinding, b: SoupFinding): number {
  for (const rank of ranks) {
    const difference = rank(a) - rank(b)
    if (difference !== 0) return difference
  }
  return nameOf(a) < nameOf(b) ? -1 : 1
}

/** Findings in that order. */
export function inOrder(findings: readonly SoupFinding[]): SoupFinding[] {
  return findings.toSorted(byHarm)
}

function place(words: readonly string[], word: string | undefined): number {
  const at = words.indexOf(word?.toUpperCase() ?? '')
  return at === -1 ? words.length : at
}

function nameOf({ vulnerability, purl, component, version }: SoupFinding): string {
  return [vulnerability, purl, component, version].join('\n')
}
