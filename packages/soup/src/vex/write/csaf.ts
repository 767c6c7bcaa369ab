import { createHash } from 'node:crypto'
import { canonicalJson } from '@pericard/base'
import type { VexHead, VexLine } from './report.ts'

const productStatus = {
  not_affected: 'known_not_affected',
  affected: 'known_affected',
  fixed: 'fixed',
  under_investigation: 'under_investigation',
} as const

/** A CSAF 2.0 document of profile VEX (4.5). Every id in it follows from its content. */
export function writeCsafVex(lines: readonly VexLine[], head: VexHead): object {
  const { author, namespace, subject, now } = head
  const at = new Date(now).toISOString()
  const purls = [...new Set(lines.flatMap(({ components }) => components))].sort()
  const ids = new Map(purls.map((purl, index) => [purl, `P-${index + 1}`]))
  const about = subject === undefined ? 'a device' : `${subject.name} ${subject.version ?? ''}`.trim()
  const vulnerabilities = [...Map.groupBy(lines, ({ vulnerability }) => vulnerability).values()].map(
    (group) => vulnerabilityOf(group, ids),
  )
  const digest = createHash('sha256').update(canonicalJson({ purls, vulnerabilities, about })).digest('hex')
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      title: `Vulnerabilities of components in ${about}`,
      publisher: { category: 'vendor', name: author, namespace },
      tracking: {
        ...{ id: `vex-${digest.slice(0, 16)}`, status: 'final', version: '1' },
        ...{ initial_release_date: at, current_release_date: at },
        revision_history: [{ date: at, number: '1', summary: 'First issue' }],
        generator: { engine: { name: 'pericard' }, date: at },
      },
    },
    product_tree: {
      full_product_names: purls.map((purl) => ({
        ...{ product_id: ids.get(purl), name: purl, product_identification_helper: { purl } },
      })),
    },
    vulnerabilities,
  }
}

function vulnerabilityOf(group: readonly VexLine[], ids: ReadonlyMap<string, string>): object {
  const [first] = group
  const name = first?.vulnerability ?? ''
  const idsOf = ({ components }: VexLine): string[] => components.flatMap((purl) => ids.get(purl) ?? [])
  const names = [...(name.startsWith('CVE-') ? [] : [name]), ...(first?.aliases ?? [])]
  const sets = Map.groupBy(group, (line) => productStatus[line.status])
  const status = Object.fromEntries(
    [...sets].map(([word, lines]) => [word, [...new Set(lines.flatMap(idsOf))]]),
  )
  // Flags have to differ (CSAF 2.0, 3.2.3.4), though two reasons may have led to one.
  const justified = Map.groupBy(group, ({ justification }) => justification)
  justified.delete(undefined)
  const flags = [...justified].map(([label, lines]) => ({
    label,
    product_ids: [...new Set(lines.flatMap(idsOf))],
  }))
  const affected = group.filter((line) => line.status === 'affected')
  return {
    ...(name.startsWith('CVE-') ? { cve: name } : {}),
    ...(names.length === 0
      ? {}
      : { ids: names.map((text) => ({ system_name: text.startsWith('GHSA-') ? 'GitHub' : 'OSV', text })) }),
    notes: [{ category: 'details', text: [...new Set(group.map(({ because }) => because))].join(' ') }],
    product_status: status,
    ...(flags.length === 0 ? {} : { flags }),
    threats: group.map((line) => ({ category: 'impact', details: line.because, product_ids: idsOf(line) })),
    ...(affected.length === 0
      ? {}
      : {
          remediations: affected.map((line) => ({
            ...{ category: 'mitigation', details: line.action, product_ids: idsOf(line) },
          })),
        }),
  }
}
