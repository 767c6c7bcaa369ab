import * as calculator from 'ae-cvss-calculator'

// The package is CommonJS whose exports Node cannot list, so at run time they all hang on `default`.
const { Cvss2, Cvss3P0, Cvss3P1, Cvss4P0 } = (
  'default' in calculator ? calculator.default : calculator
) as typeof calculator

const mandatory: readonly [RegExp, readonly string[], (vector: string) => number][] = [
  [
    /^CVSS:4\.0\//,
    'AV AC AT PR UI VC VI VA SC SI SA'.split(' '),
    (v) => new Cvss4P0(v).calculateScores().overall,
  ],
  [/^CVSS:3\.1\//, 'AV AC PR UI S C I A'.split(' '), (v) => new Cvss3P1(v).calculateScores().overall],
  [/^CVSS:3\.0\//, 'AV AC PR UI S C I A'.split(' '), (v) => new Cvss3P0(v).calculateScores().overall],
  [/^AV:/, 'AV AC Au C I A'.split(' '), (v) => new Cvss2(v).calculateScores().overall],
]

/**
 * Overall score of a CVSS 2.0, 3.x or 4.0 vector, `undefined` if it is no complete vector. For display only: what a
 * match does to the device is for the attack graph to say.
 */
export function scoreCvss(vector: string): number | undefined {
  const known = scores.get(vector)
  if (known !== undefined) return known
  const score = scoreOf(vector)
  if (scores.size >= scoresMax) scores.clear()
  if (score !== undefined) scores.set(vector, score)
  return score
}

/** A few hundred vectors make up most advisories, and one takes up to 0.4 ms. */
const scores = new Map<string, number>()
const scoresMax = 10_000

function scoreOf(vector: string): number | undefined {
  if (vector.length > 512 || !/^[A-Za-z0-9:./]+$/.test(vector)) return undefined
  for (const [prefix, metrics, score] of mandatory) {
    if (!prefix.test(vector)) continue
    const given = new Set(vector.split('/').map((part) => part.split(':', 1)[0]))
    // The calculator scores an incomplete vector as if the rest were harmless.
    if (!metrics.every((metric) => given.has(metric))) return undefined
    return scored(() => score(vector))
  }
  return undefined
}

function scored(score: () => number): number | undefined {
  try {
    const value = score()
    return Number.isFinite(value) ? value : undefined
  } catch {
    // The calculator throws plain errors for metric values that do not exist.
    return undefined
  }
}
