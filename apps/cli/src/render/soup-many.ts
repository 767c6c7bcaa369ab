import type { ComponentClass } from '@pericard/soup/scan'
import { paint, printable, type Terminal, wrap } from './terminal.ts'

/** What is said of one SBOM among several. */
export interface SbomLine {
  readonly sbom: string
  /** Why it could not be read; absent where it was. */
  readonly refused?: readonly string[]
  readonly components: number
  /** Vulnerabilities of components; one that is in two counts twice. */
  readonly matches: number
  readonly counts?: Readonly<Record<ComponentClass, number>>
  readonly vulnerabilities: readonly string[]
  /** Those of them that are known to be exploited. */
  readonly exploited: readonly string[]
  /** Findings that lower the depth of a goal; 0 without a device file. */
  readonly lowering: number
}

export interface Totals {
  readonly sboms: number
  readonly refused: number
  /** Files of folders whose names are none of SBOMs. */
  readonly passedOver: number
  readonly affectedSboms: number
  readonly components: number
  readonly counts: Readonly<Partial<Record<ComponentClass, number>>>
  readonly findings: number
  /** Different ones over all SBOMs. */
  readonly vulnerabilities: number
  readonly exploited: number
}

/** One line of a table; the reasons of a refusal follow on lines of their own. */
export function renderSbomLine(
  { sbom, refused, components, counts, vulnerabilities, exploited, lowering }: SbomLine,
  terminal: Terminal,
): string {
  if (refused !== undefined) {
    const reasons = refused.flatMap((line) => wrap(line, terminal.columns, '    '))
    return printable(
      `${[paint(terminal, 'red', `${'refused'.padStart(width)}  ${sbom}`), ...reasons].join('\n')}\n`,
    )
  }
  const affected = counts?.affected ?? 0
  const more = [
    `${affected} of ${components} components`,
    ...(exploited.length === 0 ? [] : [`${exploited.length} known to be exploited`]),
    ...(lowering === 0 ? [] : [`${lowering} lower a depth`]),
  ]
  const colour = affected === 0 ? 'green' : lowering > 0 || exploited.length > 0 ? 'red' : 'yellow'
  const count = paint(terminal, colour, String(vulnerabilities.length).padStart(width))
  return printable(`${count}  ${sbom}: ${more.join(', ')}\n`)
}

/** "refused", or a count of vulnerabilities. */
const width = 7

export function renderTotals(totals: Totals, terminal: Terminal): string {
  const { sboms, refused, passedOver, affectedSboms, components, counts, vulnerabilities, exploited } = totals
  const head = `${vulnerabilities} vulnerabilities in ${affectedSboms} of ${sboms} SBOMs, ${exploited} known to be exploited`
  const classes = [
    `${components} components: affected ${counts.affected ?? 0}`,
    `not affected ${counts['not-affected'] ?? 0}`,
    `no advisory data ${counts['no-advisory-data'] ?? 0}`,
    `undecidable version ${counts['undecidable-version'] ?? 0}`,
    `identity unknown ${counts['identity-unknown'] ?? 0}`,
  ]
  const lines = [
    '',
    paint(terminal, 'bold', head),
    ...wrap(classes.join(', '), terminal.columns, '  '),
    ...(refused === 0 ? [] : [paint(terminal, 'red', `  SBOMs refused: ${refused}`)]),
    ...(passedOver === 0 ? [] : [`  Files passed over, whose names are none of SBOMs: ${passedOver}`]),
  ]
  return printable(`${lines.join('\n')}\n`)
}
