import type { NotCarried } from '@pericard/model'

/** Statements shown of one group at most; all have the same path but for what differs from element to element. */
const shownMax = 3

/** What a conversion left behind, by reason: each group with how many there are and where the first of them stand. */
export function renderNotCarried(notCarried: readonly NotCarried[]): string {
  if (notCarried.length === 0) return 'Everything in it was carried over.\n'
  const lines = [`Not carried over: ${count(notCarried.length, 'statement')}, by reason.`]
  for (const [why, statements] of Map.groupBy(notCarried, (one) => one.why)) {
    lines.push('', `  ${why}`)
    for (const [kind, group] of Map.groupBy(statements, (one) => one.kind)) {
      const shown = group.slice(0, shownMax).map(({ what, position }) => `${what} (line ${position.line})`)
      const rest = group.length - shownMax
      lines.push(`    ${kind}: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`)
    }
  }
  return `${lines.join('\n')}\n`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
