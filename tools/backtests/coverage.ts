/** How many published vulnerabilities have their exact weakness on some rule card. */
import type { Rule } from '@pericard/analysis'
import type { Vulnerability } from './advisories.ts'

export interface CweCoverage {
  readonly cwe: number
  readonly vulnerabilities: number
  /** Ids of the rules that look for it. */
  readonly rules: readonly string[]
}

export interface Coverage {
  /** Vulnerabilities that name a weakness. */
  readonly counted: number
  /** Vulnerabilities that name none; they count neither way. */
  readonly without: number
  readonly covered: number
  /** Covered share of those counted, 0 to 1; 0 where nothing is counted. */
  readonly share: number
  /** By number of vulnerabilities, then by CWE. */
  readonly cwes: readonly CweCoverage[]
}

export function coverageOf(
  vulnerabilities: readonly Vulnerability[],
  rules: readonly Pick<Rule, 'id' | 'cwe'>[],
): Coverage {
  const counts = new Map<number, number>()
  for (const { cwe } of vulnerabilities) if (cwe !== undefined) counts.set(cwe, (counts.get(cwe) ?? 0) + 1)
  const cwes = [...counts]
    .map(([cwe, count]) => ({
      cwe,
      vulnerabilities: count,
      rules: rules.filter((rule) => rule.cwe.includes(cwe)).map(({ id }) => id),
    }))
    .sort((a, b) => b.vulnerabilities - a.vulnerabilities || a.cwe - b.cwe)
  const sum = (list: readonly CweCoverage[]): number =>
    list.reduce((all, each) => all + each.vulnerabilities, 0)
  const counted = sum(cwes)
  const covered = sum(cwes.filter((each) => each.rules.length > 0))
  const share = counted === 0 ? 0 : covered / counted
  return { counted, without: vulnerabilities.length - counted, covered, share, cwes }
}

export function renderCoverage({ counted, without, covered, share, cwes }: Coverage): string {
  const rows = cwes.map((each) => {
    const rules = each.rules.join(', ') || 'NONE'
    return `CWE-${each.cwe}`.padEnd(10) + String(each.vulnerabilities).padStart(5) + `  ${rules}`
  })
  const open = cwes.filter((each) => each.rules.length === 0)
  const list = open.map((each) => `CWE-${each.cwe} (${each.vulnerabilities})`).join(', ')
  return [
    `${covered} of ${counted} vulnerabilities (${(100 * share).toFixed(1)} %) have their exact CWE on a rule card; ${without} name no CWE.`,
    '',
    ...rows,
    '',
    open.length === 0 ? 'Every CWE is on some rule card.' : `Not covered: ${list}`,
  ].join('\n')
}
