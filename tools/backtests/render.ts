/** The tables of the backtests as Markdown. */
import type { Weakness } from './case.ts'
import { aim, reachesAim, type Score, totalsOf } from './score.ts'

/** What the score was made with. */
export interface Freeze {
  /** ISO 8601 date. */
  readonly date: string
  readonly fingerprint: string
  readonly rules: number
}

/** One set of devices: its table with totals, and its misses in full. */
export function renderSet(title: string, scores: readonly Score[]): string {
  const totals = totalsOf(scores)
  const rows = scores.map((score) => [
    score.id,
    score.kind,
    score.expected.length,
    score.found.length,
    score.inPlace.length,
    [...new Set(score.missed.map(({ cwe }) => cwe))].map((cwe) => `CWE-${cwe}`).join(', ') || 'none',
    ...noise(score.findings, score.elements, score.expected.length),
  ])
  const sum = [
    `**${totals.devices} devices**`,
    '',
    totals.expected,
    `${totals.found} (${percent(totals.found, totals.expected)})`,
    `${totals.inPlace} (${percent(totals.inPlace, totals.expected)})`,
    totals.expected - totals.found,
    ...noise(totals.findings, totals.elements, totals.expected),
  ]
  const head = [
    'device',
    'kind',
    'classes expected',
    'found',
    'in place',
    'missed',
    'findings',
    'elements',
    'findings per element',
    'findings per expected class',
  ]
  const verdict = reachesAim(totals) ? 'reached' : 'NOT REACHED'
  const wanted = `at least ${aim.found * 100} % found, at most ${aim.findingsPerElement} findings per element`
  return [
    `## ${title}`,
    table(head, [...rows, sum]),
    `Aim (${wanted}): ${verdict}.`,
    ...section('Missed', scores, ({ missed }) => missed),
    ...section('Found, but at another element', scores, ({ elsewhere }) => elsewhere),
  ].join('\n\n')
}

/** The page that keeps the scores together with the fingerprint of the rules. */
export function renderResults(
  tuned: readonly Score[],
  heldOut: readonly Score[],
  { date, fingerprint, rules }: Freeze,
): string {
  return [
    '# Backtests',
    'Made by `npm run backtests -- --write`. What the columns mean stands in `docs/guides/backtests.md`.',
    `Scored on ${date} with ${rules} rules, whose sources have SHA-256 \`${fingerprint}\`.`,
    renderSet('Devices that rules may be tuned on', tuned),
    renderSet('Devices held out', heldOut),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n')
}

function section(
  title: string,
  scores: readonly Score[],
  of: (score: Score) => readonly Weakness[],
): string[] {
  const lines = scores.flatMap((score) =>
    of(score).map(
      ({ cwe, cve, where, basis }) => `- ${score.id}: CWE-${cwe} (${cve}) at \`${where}\`: ${basis}`,
    ),
  )
  return lines.length === 0 ? [] : [`### ${title}`, lines.join('\n')]
}

function noise(findings: number, elements: number, expected: number): (string | number)[] {
  return [findings, elements, (findings / elements).toFixed(1), (findings / expected).toFixed(1)]
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)} %`
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
