import { createHash } from 'node:crypto'
import { canonicalJson } from '@pericard/base'
import type { Justification } from '../../decisions/types.ts'
import type { VexHead, VexLine } from './report.ts'

/** An OpenVEX 0.2.0 document; its id follows from its content. */
export function writeOpenVex(lines: readonly VexLine[], { author, namespace, now }: VexHead): object {
  const timestamp = new Date(now).toISOString()
  const statements = lines.map(
    ({ vulnerability, aliases, status, justification, because, action, components }) => ({
      vulnerability: { name: vulnerability, ...(aliases.length === 0 ? {} : { aliases }) },
      products: components.map((purl) => ({ '@id': purl, identifiers: { purl } })),
      status,
      // The schema has one or the other, never both.
      ...(status !== 'not_affected'
        ? { status_notes: because }
        : justification === undefined
          ? { impact_statement: because }
          : { justification, ...notesOf(because, justification) }),
      ...(status === 'affected' ? { action_statement: action } : {}),
    }),
  )
  const body = { author, timestamp, version: 1, statements }
  const id = createHash('sha256').update(canonicalJson(body)).digest('hex')
  return { '@context': 'https://openvex.dev/ns/v0.2.0', '@id': `${namespace}/vex/${id}`, ...body }
}

/** A decision has the word in front of its reason; beside the word itself that would say it twice. */
function notesOf(because: string, justification: Justification): { status_notes?: string } {
  const rest = because.startsWith(justification)
    ? because.slice(justification.length).replace(/^: /, '')
    : because
  return rest === '' ? {} : { status_notes: rest }
}
