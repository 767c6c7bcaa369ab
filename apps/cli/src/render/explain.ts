import type { CutSet, Explanation, GoalExplanation, Raise } from '@pericard/analysis'
import type { Position } from '@pericard/model'
import { paint, printable, type Terminal, wrap } from './terminal.ts'

const cutSetsShownMax = 8

/** What `pericard check --explain` prints: the asset's goals, its attacks, what would raise each depth, and why rules are silent. */
export function renderExplanation(found: Explanation, terminal: Terminal): string {
  const sections = [
    ...found.goals.map((goal) => explained(found.asset, goal, terminal)),
    findings(found, terminal),
    silences(found, terminal),
  ]
  const whole = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return printable(`${whole.join('\n\n')}\n`)
}

function explained(asset: string, { result, depths, raise }: GoalExplanation, terminal: Terminal): string[] {
  const levels = `declared ${depth(depths.declared)}, enforced ${depth(depths.enforced)}, proven ${depth(depths.proven)}, wanted ≥${result.wanted}`
  const [first] = result.cutSets
  const sets = result.cutSets.slice(0, cutSetsShownMax)
  const hidden = result.cutSets.length - sets.length
  return [
    `${paint(terminal, 'bold', `${asset} ${result.goal}`)}  ${levels}`,
    ...(first === undefined ? ['  No attack found with up to 3 failures.'] : attack(first, terminal)),
    ...(sets.length === 0 || first?.events.length === 0 ? [] : ['  Every smallest set of failures:']),
    ...sets
      .filter(({ events }) => events.length > 0)
      .flatMap(({ events, actor }) => wrap(`${events.join(' + ')}  (${actor})`, terminal.columns, '    ')),
    ...(hidden > 0 ? [`    … and ${hidden} more; --json lists all`] : []),
    ...(first === undefined ? [] : whatRaises(raise, terminal)),
  ]
}

function depth(value: number): string {
  return value === 4 ? '>3' : String(value)
}

function attack({ events, path }: CutSet, terminal: Terminal): string[] {
  const head =
    events.length === 0 ? '  Open today:' : `  Shortest attack, once ${events.join(' and ')} happened:`
  return [
    head,
    ...path.flatMap(({ text, positions }, index) =>
      wrap(`${index + 1}. ${text}${lines(positions)}`, terminal.columns, '    '),
    ),
  ]
}

function lines(positions: readonly Position[]): string {
  const places = [...new Set(positions.map(({ file, line }) => `${file}:${line}`))]
  return places.length === 0 ? '' : ` (${places.join(', ')})`
}

function whatRaises(raise: Raise | undefined, terminal: Terminal): string[] {
  if (raise === undefined) return ['  No change of up to 16 places raises it.']
  const count = raise.changes.length
  const size = raise.fewest ? `the fewest are ${count}` : `${count} places, none of which can be left out`
  return [
    paint(terminal, 'bold', `  To raise it to ${depth(raise.to)} (${size}):`),
    ...raise.changes.flatMap(({ advice, position }) =>
      wrap(
        `- ${advice}${position === undefined ? '' : ` (${position.file}:${position.line})`}`,
        terminal.columns,
        '    ',
      ),
    ),
  ]
}

function findings({ findings: all }: Explanation, terminal: Terminal): string[] {
  if (all.length === 0) return []
  return [
    paint(terminal, 'bold', `Findings on what concerns it (${all.length})`),
    ...all.flatMap(({ severity, rule, because, advice, position }) => {
      const place = position === undefined ? '' : `${position.file}:${position.line}: `
      return wrap(`${severity.padEnd(6)} ${rule}: ${place}${because}; ${advice}`, terminal.columns, '  ')
    }),
  ]
}

function silences({ silences: all }: Explanation, terminal: Terminal): string[] {
  if (all.length === 0) return []
  const elements = [...new Set(all.map(({ element }) => element))]
  return [
    paint(terminal, 'bold', `Rules that looked and stayed silent (${all.length})`),
    ...elements.flatMap((element) => [
      `  ${element}`,
      ...all
        .filter((one) => one.element === element)
        .flatMap(({ rule, because }) => wrap(`${rule}: ${because}`, terminal.columns, '    ')),
    ]),
  ]
}
