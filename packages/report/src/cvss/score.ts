import * as calculator from 'ae-cvss-calculator'

// The package is CommonJS whose exports Node cannot list, so at run time they all hang on `default`.
const { Cvss3P1, Cvss4P0 } = ('default' in calculator ? calculator.default : calculator) as typeof calculator

/** Score of a vector that `vector31` or `vector40` made, all its metrics counted. */
export function scoreOf(vector: string): number {
  return vector.startsWith('CVSS:4.0/')
    ? new Cvss4P0(vector).calculateScores().overall
    : new Cvss3P1(vector).calculateScores().overall
}

/** The word that both standards have for a score. */
export function ratingOf(score: number): 'none' | 'low' | 'medium' | 'high' | 'critical' {
  if (score === 0) return 'none'
  if (score < 4) return 'low'
  if (score < 7) return 'medium'
  return score < 9 ? 'high' : 'critical'
}
