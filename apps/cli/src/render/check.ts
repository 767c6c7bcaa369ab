import {
  type Analysis,
  type Finding,
  type GoalResult,
  planOf,
  type PlanStep,
  raiseOf,
} from '@pericard/analysis'
import type { DeviceFile, Position } from '@pericard/model'
import { cut, paint, printable, type Terminal, wrap } from './terminal.ts'

export interface Levels {
  readonly declared: Analysis
  readonly enforced: Analysis
  readonly proven: Analysis
}

export interface CheckDetail {
  /** Every goal, finding and place, not one screen of them. */
  readonly all: boolean
  /** How the command was called, for what it says to run next. */
  readonly path: string
}

const goalsShownMax = 14
const rulesShownMax = 8
const adviceShownMax = 2

/** What `pericard check` prints for a person: one screen, unless everything is asked for. */
export function renderCheck(
  file: DeviceFile,
  asked: Analysis,
  levels: Levels,
  terminal: Terminal,
  detail: CheckDetail,
): string {
  const sections = [
    headline(asked, terminal),
    firstThings(file, asked, terminal),
    depthTable(file, asked, levels, terminal, detail),
    detail.all ? shortestAttack(asked, terminal) : [],
    detail.all ? allFindings(asked.findings, terminal) : findingsByRule(asked.findings, terminal),
    [...registers(asked), ...next(asked, detail)],
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
    : [...lines, ...wrap(`taken as failed: ${listed(analysis.assumed)}`, terminal.columns, '  ')]
}

function unmet({ goals }: Analysis): GoalResult[] {
  return goals.filter((goal) => !goal.met && goal.acceptedBy === undefined)
}

function firstThings(file: DeviceFile, analysis: Analysis, terminal: Terminal): string[] {
  const plan = planOf(analysis, file)
  const lines = plan.flatMap((step, index) => firstThing(step, index + 1, terminal))
  if (plan.length > 0 && plan.every(({ raised }) => raised.length === 0))
    lines.push(...together(file, analysis, terminal))
  if (lines.length === 0) {
    const high = analysis.findings.filter((one) => one.severity === 'high' && one.acceptedBy === undefined)
    lines.push(
      ...high
        .slice(0, 3)
        .flatMap((one, index) => wrap(`${index + 1}. ${one.because}: ${one.advice}`, terminal.columns, '  ')),
    )
  }
  return lines.length === 0 ? [] : [paint(terminal, 'bold', 'Do first'), ...lines]
}

/** Where no few changes raise anything: how many it takes for the first goal of each register that is below policy. */
function together(file: DeviceFile, analysis: Analysis, terminal: Terminal): string[] {
  return (['phi', 'function'] as const).flatMap((kind) => {
    const goal = unmet(analysis).find((each) => each.kind === kind)
    const node = analysis.graph.goals.find(({ asset, goal: of }) => asset === goal?.asset && of === goal.goal)
    const raise = node === undefined ? undefined : raiseOf(analysis.graph, node, analysis.assumed, file)
    if (goal === undefined || raise === undefined) return []
    const count =
      raise.changes.length === 1 ? 'one place raises' : `${raise.changes.length} places together raise`
    const text = `${count} ${goal.asset}/${goal.goal} ${goal.depth} → ${shown(raise.to)}: --explain ${goal.asset} lists them`
    return wrap(text, terminal.columns, '  ')
  })
}

function firstThing(step: PlanStep, number: number, terminal: Terminal): string[] {
  const { element, position, advice, keepsBelow, raised, missing } = step
  const more = advice.length - adviceShownMax
  const what = [
    ...advice.slice(0, adviceShownMax),
    ...(more > 0 ? [`${more} more ${more === 1 ? 'place' : 'places'}`] : []),
  ].join('; ')
  const buys =
    raised.length > 0
      ? `raises ${listed(raised.map(({ asset, goal, from, to }) => `${asset}/${goal} ${from} → ${shown(to)}`))}`
      : `left so, ${keepsBelow.length} goals stay below policy whatever else is done: ${listed(keepsBelow, 1)}`
  const lines = missing.after < missing.before ? `; missing lines ${missing.before} → ${missing.after}` : ''
  return [
    `  ${number}. ${paint(terminal, 'bold', element)}${placed(position)}`,
    ...wrap(what, terminal.columns, '     '),
    ...wrap(`${buys}${lines}`, terminal.columns, '     '),
  ]
}

function placed(position: Position | undefined): string {
  return position === undefined ? '' : `  ${position.file}:${position.line}`
}

function listed(names: readonly string[], most = 4): string {
  return names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}

function depthTable(
  file: DeviceFile,
  asked: Analysis,
  levels: Levels,
  terminal: Terminal,
  { all }: CheckDetail,
): string[] {
  const rows = asked.goals.map((goal, index) => ({ goal, index }))
  const sorted = [...rows].sort((a, b) => Number(a.goal.met) - Number(b.goal.met) || a.index - b.index)
  const visible = all ? sorted : sorted.slice(0, goalsShownMax)
  const width = Math.max(...visible.map(({ goal }) => name(goal).length), 20)
  const lines = visible.map(({ goal, index }) => {
    const depths = [levels.declared, levels.enforced, levels.proven].map((level) =>
      shown(level.goals[index]?.depth).padStart(9),
    )
    return `  ${name(goal).padEnd(width)}${depths.join('')}${`≥${goal.wanted}`.padStart(8)}  ${mark(file, goal, asked, terminal)}`
  })
  const hidden = sorted.slice(visible.length)
  const hiddenUnmet = hidden.filter(({ goal }) => !goal.met).length
  const rest = hiddenUnmet === 0 ? 'all met' : `${hiddenUnmet} of them below`
  return [
    paint(terminal, 'bold', `${'Defence depth'.padEnd(width + 2)} declared enforced   proven  wanted`),
    ...lines,
    ...(hidden.length > 0 ? [`  … and ${hidden.length} more, ${rest}; --all lists them`] : []),
  ]
}

function name({ asset, goal, kind }: GoalResult): string {
  return `${kind} ${asset} ${goal}`
}

function shown(depth: number | undefined): string {
  return depth === undefined ? '?' : depth === 4 ? '>3' : String(depth)
}

function mark(file: DeviceFile, goal: GoalResult, { findings }: Analysis, terminal: Terminal): string {
  if (goal.met) return paint(terminal, 'green', 'met')
  if (goal.acceptedBy !== undefined) return paint(terminal, 'yellow', `accepted by ${goal.acceptedBy}`)
  const expired = file.accepted.find(
    ({ id, finding }) =>
      finding === `${goal.asset}/${goal.goal}` &&
      findings.some((one) => one.id === `expired-acceptance@accepted.${id}`),
  )
  const decision = expired === undefined ? '' : `, ${expired.id} expired ${expired.expires}`
  return paint(terminal, 'red', `${goal.depth === 0 ? 'OPEN' : 'below'}${decision}`)
}

/** One attack told in full, for the worst goal: the others are in the JSON and in `--explain`. */
function shortestAttack(analysis: Analysis, terminal: Terminal): string[] {
  const [worst] = unmet(analysis).toSorted((a, b) => a.depth - b.depth)
  const first = worst?.cutSets[0]
  if (worst === undefined || first === undefined) return []
  const title = `How ${worst.asset} is ${worst.goal}${first.events.length === 0 ? ' today' : ` once ${first.events.join(' and ')} happened`}`
  return [
    paint(terminal, 'bold', title),
    ...first.path.flatMap(({ text, positions: [position] }) =>
      wrap(`${text}${placed(position)}`, terminal.columns, '  '),
    ),
  ]
}

const weight = { high: 0, medium: 1, low: 2 } as const

interface RuleGroup {
  readonly first: Finding
  readonly open: readonly Finding[]
}

function groupsOf(all: readonly Finding[]): RuleGroup[] {
  const groups = new Map<string, Finding[]>()
  for (const one of all) groups.set(one.rule, [...(groups.get(one.rule) ?? []), one])
  return [...groups.values()]
    .flatMap((open): RuleGroup[] => (open[0] === undefined ? [] : [{ first: open[0], open }]))
    .sort((a, b) => weight[a.first.severity] - weight[b.first.severity] || b.open.length - a.open.length)
}

/** A line for each rule that fires, gravest first, as many as fit a screen. */
function findingsByRule(all: readonly Finding[], terminal: Terminal): string[] {
  if (all.length === 0) return []
  const groups = groupsOf(all)
  const lines = groups.slice(0, rulesShownMax).map(({ first, open }) => {
    const at = open.length === 1 ? first.element : `${first.element} and ${open.length - 1} more`
    const cwe = first.cwe.length === 0 ? '' : ` CWE-${first.cwe.join(', ')}`
    return `  ${severity(first, terminal)} ${cut(`${first.title}${cwe}: ${at}`, terminal.columns - 10)}`
  })
  const hidden = groups.length - lines.length
  const count = (of: Finding['severity']): number => all.filter((one) => one.severity === of).length
  const head = `Findings: ${count('high')} high, ${count('medium')} medium, ${count('low')} low, by ${groups.length} rules`
  return [
    paint(terminal, 'bold', head),
    ...lines,
    ...(hidden > 0 ? [`  … and ${hidden} rules more; --all lists every finding with its place`] : []),
  ]
}

function severity({ severity: of }: Finding, terminal: Terminal): string {
  return paint(terminal, of === 'high' ? 'red' : of === 'medium' ? 'yellow' : 'dim', of.padEnd(6))
}

function allFindings(all: readonly Finding[], terminal: Terminal): string[] {
  if (all.length === 0) return []
  const lines = groupsOf(all).flatMap(({ first, open }) => {
    const cwe = first.cwe.map((id) => `CWE-${id}`).join(', ')
    const head = `  ${severity(first, terminal)} ${first.title} (${[first.rule, cwe].filter(Boolean).join(', ')})`
    return [head, ...open.flatMap((one) => wrap(finding(one), terminal.columns, '         '))]
  })
  return [paint(terminal, 'bold', `Findings (${all.length})`), ...lines]
}

function finding({ because, advice, position, acceptedBy }: Finding): string {
  const place = position === undefined ? '' : `${position.file}:${position.line}: `
  return `${place}${because}; ${advice}${acceptedBy === undefined ? '' : ` [accepted by ${acceptedBy}]`}`
}

/** Where breach and compromise meet: without any failure where both are open, else in the events of both. */
function bothAtOnce(goals: Analysis['goals'], intersection: Analysis['intersection']): string {
  const open = (kind: string): number => goals.filter((goal) => goal.kind === kind && goal.depth === 0).length
  const [phi, functions] = [open('phi'), open('function')]
  if (phi > 0 && functions > 0)
    return `${phi} PHI and ${functions} function goals are open today, with no failure at all`
  return intersection.length === 0 ? 'no event' : listed(intersection.map(({ event }) => event))
}

function registers({ breachRegister, functionRegister, goals, intersection }: Analysis): string[] {
  const breach = breachRegister.filter(({ goal }) => goal === 'disclosed')
  const announce = breach.filter(({ fiveHundred }) => fiveHundred).map(({ data }) => data)
  const patients = Math.max(0, ...functionRegister.map(({ patientsAtOnce }) => patientsAtOnce))
  return [
    `Breach register: ${breach.length} PHI items${announce.length > 0 ? `, 500 or more individuals in the fleet: ${listed(announce)}` : ''}`,
    `Function register: ${functionRegister.length} entries, at most ${patients} ${patients === 1 ? 'patient' : 'patients'} at once`,
    `Both at once: ${bothAtOnce(goals, intersection)}`,
  ]
}

function next(analysis: Analysis, { path, all }: CheckDetail): string[] {
  const [worst] = [...unmet(analysis), ...analysis.goals].map(({ asset }) => asset)
  if (all || worst === undefined) return []
  return [`Next: pericard check ${path} --explain ${worst}`]
}
