import { type Analysis, type Finding, type GoalResult, type Priority, prioritiesOf } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'
import { paint, printable, type Terminal, wrap } from './terminal.ts'

export interface Levels {
  readonly declared: Analysis
  readonly enforced: Analysis
  readonly proven: Analysis
}

const goalsShownMax = 24
const firstMax = 3
const findingsShownMax = 5

/** What `pericard check` prints for a person. */
export function renderCheck(file: DeviceFile, asked: Analysis, levels: Levels, terminal: Terminal): string {
  const sections = [
    headline(asked, terminal),
    firstThings(file, asked, terminal),
    depthTable(asked, levels, terminal),
    shortestAttack(asked, terminal),
    findings(asked.findings, terminal),
    registers(asked),
  ]
  return printable(
    `${sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`,
  )
}

function headline(analysis: Analysis, terminal: Terminal): string[] {
  const below = unmet(analysis)
  const high = analysis.findings.filter((one) => one.severity === 'high' && one.acceptedBy === undefined)
  const verdict = analysis.met
    ? paint(terminal, 'green', 'POLICY MET')
    : paint(terminal, 'red', 'POLICY NOT MET')
  const accepted = analysis.goals.filter((goal) => !goal.met && goal.acceptedBy !== undefined).length
  const parts = [
    `${below.length} of ${analysis.goals.length} goals below the depth wanted`,
    ...(accepted > 0 ? [`${accepted} more accepted`] : []),
    `${high.length} high findings open`,
  ]
  const lines = [
    `${paint(terminal, 'bold', `${analysis.device} ${analysis.version}`)}  ${verdict} at level ${analysis.level}`,
    `  ${parts.join(', ')}`,
  ]
  return analysis.assumed.length === 0
    ? lines
    : [...lines, ...wrap(`taken as failed: ${analysis.assumed.join(', ')}`, terminal.columns, '  ')]
}

function unmet({ goals }: Analysis): GoalResult[] {
  return goals.filter((goal) => !goal.met && goal.acceptedBy === undefined)
}

function firstThings(file: DeviceFile, analysis: Analysis, terminal: Terminal): string[] {
  const priorities = prioritiesOf(analysis).slice(0, firstMax)
  const high = analysis.findings.filter((one) => one.severity === 'high' && one.acceptedBy === undefined)
  const lines = priorities.flatMap((priority, index) => {
    const { raises, meets, opens } = priority
    const alone = opens.length === 0 ? '' : `it alone leaves open: ${listed(opens)}`
    const buys =
      raises.length === 0
        ? ''
        : `raises ${raises.length} ${raises.length === 1 ? 'goal' : 'goals'}, of which ${meets.length} then ${meets.length === 1 ? 'meets' : 'meet'} the policy: ${listed(raises)}`
    return [
      ...wrap(`${index + 1}. ${paint(terminal, 'bold', advice(file, priority))}`, terminal.columns, '  '),
      ...[buys, alone].filter((text) => text !== '').flatMap((text) => wrap(text, terminal.columns, '     ')),
    ]
  })
  if (lines.length === 0 && high.length > 0)
    lines.push(
      ...high
        .slice(0, firstMax)
        .flatMap((one, index) => wrap(`${index + 1}. ${one.because}: ${one.advice}`, terminal.columns, '  ')),
    )
  if (lines.length === 0) {
    // No one change helps where goals are open in several ways at once: then the findings say where to start.
    if (unmet(analysis).length === 0) return []
    lines.push('  No single change raises a goal; begin with the high findings below.')
  }
  return [paint(terminal, 'bold', 'Do first'), ...lines]
}

function advice(file: DeviceFile, { at }: Priority): string {
  if ('place' in at) return `Put a control at ${at.place}${where(file, at.place)}`
  const [kind, id] = split(at.event)
  if (kind === 'control') return `Put a second line of defence beside ${id}${where(file, `controls.${id}`)}`
  if (kind === 'soup') return `Isolate what ${id} runs in, or replace it${where(file, `soup.${id}`)}`
  if (kind === 'key') return `Make the key ${id} not enough by itself${where(file, `keys.${id}`)}`
  return `Make the role ${id} need a second person or confirmation${where(file, `roles.${id}`)}`
}

function split(event: string): [string, string] {
  const colon = event.indexOf(':')
  return [event.slice(0, colon), event.slice(colon + 1)]
}

function where(file: DeviceFile, path: string): string {
  for (let part = path; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('.')))) {
    const position = file.positions.get(part)
    if (position !== undefined) return ` (${position.file}:${position.line})`
  }
  return ''
}

function listed(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`
}

function depthTable(asked: Analysis, levels: Levels, terminal: Terminal): string[] {
  const rows = asked.goals.map((goal, index) => ({ goal, index }))
  const sorted = [...rows].sort((a, b) => Number(a.goal.met) - Number(b.goal.met) || a.index - b.index)
  const shown = sorted.slice(0, goalsShownMax)
  const width = Math.max(...shown.map(({ goal }) => name(goal).length), 20)
  const lines = shown.map(({ goal, index }) => {
    const depths = [levels.declared, levels.enforced, levels.proven].map((level) =>
      depth(level.goals[index]).padStart(9),
    )
    return `  ${name(goal).padEnd(width)}${depths.join('')}${`≥${goal.wanted}`.padStart(8)}  ${mark(goal, terminal)}`
  })
  const hidden = sorted.length - shown.length
  return [
    paint(terminal, 'bold', `${'Defence depth'.padEnd(width + 2)} declared enforced   proven  wanted`),
    ...lines,
    ...(hidden > 0 ? [`  … and ${hidden} more; --json lists all`] : []),
  ]
}

function name({ asset, goal, kind }: GoalResult): string {
  return `${kind} ${asset} ${goal}`
}

function depth(goal: GoalResult | undefined): string {
  return goal === undefined ? '?' : goal.depth === 4 ? '>3' : String(goal.depth)
}

function mark(goal: GoalResult, terminal: Terminal): string {
  if (goal.met) return paint(terminal, 'green', 'met')
  if (goal.acceptedBy !== undefined) return paint(terminal, 'yellow', `accepted by ${goal.acceptedBy}`)
  return paint(terminal, 'red', goal.depth === 0 ? 'OPEN' : 'below')
}

/** One attack told in full, for the worst goal: the others are in the JSON. */
function shortestAttack(analysis: Analysis, terminal: Terminal): string[] {
  const [worst] = unmet(analysis).toSorted((a, b) => a.depth - b.depth)
  const cut = worst?.cutSets[0]
  if (worst === undefined || cut === undefined) return []
  const title = `How ${worst.asset} is ${worst.goal}${cut.events.length === 0 ? ' today' : ` once ${cut.events.join(' and ')} happened`}`
  return [
    paint(terminal, 'bold', title),
    ...cut.path.flatMap(({ text, positions: [position] }) => {
      const place = position === undefined ? '' : `  (${position.file}:${position.line})`
      return wrap(`${text}${place}`, terminal.columns, '  ')
    }),
  ]
}

function findings(all: readonly Finding[], terminal: Terminal): string[] {
  if (all.length === 0) return []
  const rules = [...new Set(all.map(({ rule }) => rule))]
  const lines = rules.flatMap((rule) => {
    const group = all.filter((one) => one.rule === rule)
    const [first] = group
    if (first === undefined) return []
    const colour = first.severity === 'high' ? 'red' : first.severity === 'medium' ? 'yellow' : 'dim'
    const cwe = first.cwe.map((id) => `CWE-${id}`).join(', ')
    const head = `  ${paint(terminal, colour, first.severity.padEnd(6))} ${first.title} (${[rule, cwe].filter(Boolean).join(', ')})`
    const shown = group.slice(0, findingsShownMax).map(finding)
    if (group.length > shown.length) shown.push(`… and ${group.length - shown.length} more; --json lists all`)
    return [head, ...shown.flatMap((one) => wrap(one, terminal.columns, '         '))]
  })
  return [paint(terminal, 'bold', `Findings (${all.length})`), ...lines]
}

function finding({ because, position, acceptedBy }: Finding): string {
  const place = position === undefined ? '' : `${position.file}:${position.line}: `
  return `${place}${because}${acceptedBy === undefined ? '' : ` [accepted by ${acceptedBy}]`}`
}

function registers({ breachRegister, functionRegister, intersection }: Analysis): string[] {
  const breach = breachRegister.filter(({ goal }) => goal === 'disclosed')
  const announce = breach.filter(({ fiveHundred }) => fiveHundred).map(({ data }) => data)
  const patients = Math.max(0, ...functionRegister.map(({ patientsAtOnce }) => patientsAtOnce))
  return [
    `Breach register: ${breach.length} PHI items${announce.length > 0 ? `, 500 or more individuals in the fleet: ${listed(announce)}` : ''}`,
    `Function register: ${functionRegister.length} entries, at most ${patients} patients at once`,
    `Both at once: ${intersection.length === 0 ? 'no event' : listed(intersection.map(({ event }) => event))}`,
  ]
}
