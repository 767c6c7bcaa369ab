import { type Analysis, attacksByActor, type CutSet, type Finding, type GoalResult } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'
import { exploitability } from './exploitability.ts'
import { impact } from './impact.ts'
import type { Answer } from './questions.ts'
import { ratingOf, scoreOf } from './score.ts'
import { subjectsOfFinding } from './finding-subject.ts'
import { entriesOf, type EntryOf, type Subject, subjectOfPath } from './subject.ts'
import { vector31, vector40 } from './vector.ts'

export { type Answer, type AnswerValue, type QuestionId, questions } from './questions.ts'

export interface Scored {
  readonly vector: string
  readonly score: number
  readonly rating: ReturnType<typeof ratingOf>
}

/** What the rubric gives for one attack, with every answer that led there. */
export interface CvssScore {
  readonly v31: Scored
  /** Base metrics only. */
  readonly v40Base: Scored
  /** With the safety of the patient: MSI:S, MSA:S and S:P. */
  readonly v40: Scored
  readonly answers: readonly Answer[]
}

export interface PathScore {
  readonly asset: string
  readonly kind: GoalResult['kind']
  readonly goal: GoalResult['goal']
  /** As if no control held; undefined where nobody gets there even then. */
  readonly before?: CvssScore & { readonly events: readonly string[] }
  /** With the controls that the analysis believes; undefined where no path with at most three failures is left. */
  readonly after?: CvssScore & { readonly events: readonly string[] }
}

export interface FindingScore extends CvssScore {
  readonly finding: string
}

export interface CvssReport {
  readonly paths: readonly PathScore[]
  readonly findings: readonly FindingScore[]
  /** Findings without an attack vector of their own: a missing statement, a procedure. */
  readonly notScored: readonly string[]
}

/**
 * Vectors of every goal before and after controls, and of every finding that has an attack vector. They say how an
 * attack is made and what it does: exploitability and severity, nothing about how often it will happen.
 */
export function cvssOf(file: DeviceFile, analysis: Analysis): CvssReport {
  const scoring = scoringOf(file)
  const every = file.controls.map(({ id }) => `control:${id}`)
  const bare = attacksByActor(analysis.graph, [...analysis.assumed, ...every], file)
  const held = attacksByActor(analysis.graph, analysis.assumed, file)
  const paths = analysis.goals.map((goal, index): PathScore => {
    const left = held[index] ?? []
    const before = worst(scoring, goal, [...(bare[index] ?? []), ...left.map(withoutControls)])
    const after = worst(scoring, goal, left)
    return {
      asset: goal.asset,
      kind: goal.kind,
      goal: goal.goal,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    }
  })
  const findings: FindingScore[] = []
  const notScored: string[] = []
  for (const finding of analysis.findings) {
    const score = describesAttack(finding) ? scoreFinding(scoring, finding) : undefined
    if (score === undefined) notScored.push(finding.id)
    else findings.push({ finding: finding.id, ...score })
  }
  return { paths, findings, notScored }
}

/** The gravest of the first kind of attack that has an impact at all: a vector without one says nothing. */
function scoreFinding({ file, score }: Scoring, finding: Finding): CvssScore | undefined {
  for (const subjects of subjectsOfFinding(file, finding)) {
    const scores = subjects.map((subject) => scoreSubject(subject, score)).filter(({ v31 }) => v31.score > 0)
    const [gravest] = scores.toSorted((a, b) => b.v40.score - a.v40.score || b.v31.score - a.v31.score)
    if (gravest !== undefined) return gravest
  }
  return undefined
}

/** Weaknesses of documents and processes: nobody attacks through a missing statement (CWE category 1225 and kin). */
const ofDocuments = new Set([1053, 1059, 1068, 1104, 1110, 1111, 1112, 1118, 1125, 1230, 459])

function describesAttack({ cwe }: Finding): boolean {
  return cwe.some((id) => !ofDocuments.has(id))
}

/** The highest scored of the paths that take their actor the fewest failures. */
function worst(
  { file, entryOf, score }: Scoring,
  goal: GoalResult,
  cuts: readonly CutSet[],
): PathScore['after'] {
  let found: PathScore['after']
  for (const cut of cuts) {
    const one = { ...scoreSubject(subjectOfPath(file, goal, cut, entryOf), score), events: cut.events }
    if (found === undefined || isGraver(one, found)) found = one
  }
  return found
}

/** The same way where no control stands in it: what the controls cost the attacker shows in nothing else. */
function withoutControls(cut: CutSet): CutSet {
  return { ...cut, events: cut.events.filter((event) => !event.startsWith('control:')) }
}

function isGraver(one: CvssScore, other: CvssScore): boolean {
  return (
    one.v40.score > other.v40.score || (one.v40.score === other.v40.score && one.v31.score > other.v31.score)
  )
}

/** What scoring one file after another path has in common. */
interface Scoring {
  readonly file: DeviceFile
  readonly entryOf: EntryOf
  readonly score: (vector: string) => Scored
}

function scoringOf(file: DeviceFile): Scoring {
  // Thousands of paths share a few dozen vectors, and the calculator is slow.
  const known = new Map<string, Scored>()
  const score = (vector: string): Scored => {
    const found = known.get(vector) ?? scored(vector)
    known.set(vector, found)
    return found
  }
  return { file, entryOf: entriesOf(file), score }
}

function scoreSubject(subject: Subject, score: Scoring['score']): CvssScore {
  const answers = [...exploitability(subject), ...impact(subject)]
  const four = vector40(answers, subject)
  return { v31: score(vector31(answers)), v40Base: score(four.base), v40: score(four.full), answers }
}

function scored(vector: string): Scored {
  const score = scoreOf(vector)
  return { vector, score, rating: ratingOf(score) }
}
