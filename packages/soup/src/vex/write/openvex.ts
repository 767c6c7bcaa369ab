import { createHash } from 'node:crypto'
import { canonicalJson } from '@pericard/base'
import type { VexHead, VexLine } from './report.ts'

/** An OpenVEX 0.2.0 document; its id follows from its content. */
export function writeOpenVex(lines: readonly VexLine[], { author, namespace, now }: VexHead): object {
  const timestamp = new Date(now).toISOString()
  const statements = lines.map(
    ({ vulnerability, aliases, status, justification, because, action, components }) => ({
      vulnerability: { name: vulnerability, ...(aliases.length === 0 ? {} : { aliases }) },
      products: components.map((purl) => ({ '@id': purl, identifiers: { purl } })),
      status,
      ...(status === 'not_affected' && justification !== undefined ? { justification } : {}),
      ...(status === 'not_affected' ? { impact_statement: because } : { status_notes: because }),
      ...(status === 'affected' ? { action_statement: action } : {}),
    }),
  )
  const body = { author, timestamp, version: 1, statements }
  const id = createHash('sha256').update(canonicalJson(body)).digest('hex')
  return { '@context': 'https://openvex.dev/ns/v0.2.0', '@id': `${namespace}/vex/${id}`, ...body }
}
