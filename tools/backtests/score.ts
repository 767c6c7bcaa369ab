/** Compares what the analysis found with what the advisories name. */
import type { DeviceFile } from '@pericard/model'
import { type Finding, sectionsOf } from '@pericard/analysis'
import type { Expected, Weakness } from './case.ts'

/** The part of a finding that scoring looks at. */
export type ScoredFinding = Pick<Finding, 'id' | 'element' | 'cwe' | 'acceptedBy'>

export interface Score {
  readonly id: string
  readonly kind: string
  /** Weakness classes (CWE numbers) that the advisories name, each once, ascending. */
  readonly expected: readonly number[]
  /** Those that some finding lists exactly. */
  readonly found: readonly number[]
  /** Those found at the element of every weakness of the class, or at an element that touches it. */
  readonly inPlace: readonly number[]
  /** Weaknesses of classes that nothing found. */
  readonly missed: readonly Weakness[]
  /** Weaknesses of classes that were found, but elsewhere. */
  readonly elsewhere: readonly Weakness[]
  /** Findings that are not accepted. */
  readonly findings: number
  /** Entries of all lists of the device file. */
  readonly elements: number
}

/** Sums over several devices. */
export interface Totals {
  readonly devices: number
  readonly expected: number
  readonly found: number
  readonly inPlace: number
  readonly findings: number
  readonly elements: number
}

/** Share of the expected classes that is to be found, and findings per element that are still read. */
export const aim: { readonly found: number; readonly findingsPerElement: number } = {
  found: 0.9,
  findingsPerElement: 5,
}

/** Scores one device. Accepted findings do not count, neither as found nor as noise. */
export function scoreOf(
  id: string,
  file: DeviceFile,
  expected: Expected,
  findings: readonly ScoredFinding[],
): Score {
  const open = findings.filter(({ acceptedBy }) => acceptedBy === undefined)
  const elements = elementsOf(file)
  const isAt = (weakness: Weakness): boolean =>
    open.some(
      ({ cwe, element }) =>
        cwe.includes(weakness.cwe) && touches(elements, elementPath(element), weakness.where),
    )
  const classes = [...new Set(expected.weaknesses.map(({ cwe }) => cwe))].sort((a, b) => a - b)
  const found = classes.filter((each) => open.some(({ cwe }) => cwe.includes(each)))
  const missed = expected.weaknesses.filter(({ cwe }) => !found.includes(cwe))
  const elsewhere = expected.weaknesses.filter((each) => found.includes(each.cwe) && !isAt(each))
  return {
    id,
    kind: expected.kind,
    expected: classes,
    found,
    inPlace: found.filter((each) => elsewhere.every(({ cwe }) => cwe !== each)),
    missed,
    elsewhere,
    findings: open.length,
    elements: elements.size,
  }
}

export function totalsOf(scores: readonly Score[]): Totals {
  const sum = (of: (score: Score) => number): number => scores.reduce((total, score) => total + of(score), 0)
  return {
    devices: scores.length,
    expected: sum(({ expected }) => expected.length),
    found: sum(({ found }) => found.length),
    inPlace: sum(({ inPlace }) => inPlace.length),
    findings: sum(({ findings }) => findings),
    elements: sum(({ elements }) => elements),
  }
}

/** Whether a set of devices reaches the aim. A set without a device reaches nothing. */
export function reachesAim({ expected, found, findings, elements }: Totals): boolean {
  return expected > 0 && found >= aim.found * expected && findings <= aim.findingsPerElement * elements
}

/** Entries of all lists of a file by their path. */
export function elementsOf(file: DeviceFile): ReadonlyMap<string, object> {
  return new Map(
    sectionsOf(file)
      // A decision is about elements and none itself.
      .filter(([section]) => section !== 'accepted')
      .flatMap(([section, list]) => list.map((element) => [`${section}.${element.id}`, element] as const)),
  )
}

/** `functions.infuse.alarms.low` lies in the element `functions.infuse`. */
function elementPath(path: string): string {
  return path.split('.').slice(0, 2).join('.')
}

/** Two elements touch where they are one, or one of them refers to the other. */
function touches(elements: ReadonlyMap<string, object>, a: string, b: string): boolean {
  return a === b || refersTo(elements.get(a), b) || refersTo(elements.get(b), a)
}

/** Fields of free text, whose words may happen to be an id. */
const texts: ReadonlySet<string> = new Set([
  'id',
  'name',
  'title',
  'purpose',
  'protocol',
  'port',
  'version',
  'zone',
  'kind',
  'why',
  'elements',
  'session',
  'manufacturer',
  'use',
])

/** Sections that each field with ids may refer to are not told apart: ids are unique across sections of a backtest. */
function refersTo(value: unknown, path: string): boolean {
  const id = path.slice(path.indexOf('.') + 1)
  const holds = (part: unknown): boolean => {
    if (typeof part === 'string') return part === id
    if (Array.isArray(part)) return part.some(holds)
    if (typeof part !== 'object' || part === null) return false
    return Object.entries(part).some(([key, entry]) => !texts.has(key) && holds(entry))
  }
  return value !== undefined && holds(value)
}
