import { cycloneDxJustification, stateOfStatus } from '../words.ts'
import type { VexHead, VexLine } from './report.ts'

/** A CycloneDX 1.6 document that says nothing but what is decided about vulnerabilities. */
export function writeCycloneDxVex(lines: readonly VexLine[], { author, subject, now }: VexHead): object {
  const timestamp = new Date(now).toISOString()
  const components = [...new Set(lines.flatMap((line) => line.components))].sort()
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp,
      authors: [{ name: author }],
      ...(subject === undefined ? {} : { component: { type: 'device', 'bom-ref': 'subject', ...subject } }),
    },
    components: components.map((purl) => ({
      ...{ type: 'library', 'bom-ref': purl, purl, name: nameIn(purl) },
    })),
    vulnerabilities: lines.map(
      ({ vulnerability, aliases, status, justification, because, action, components: of }) => ({
        id: vulnerability,
        ...(aliases.length === 0
          ? {}
          : { references: aliases.map((id) => ({ id, source: { name: sourceOf(id) } })) }),
        ...(action === '' ? {} : { recommendation: action }),
        analysis: {
          state: stateOfStatus[status],
          ...(justification === undefined ? {} : { justification: cycloneDxJustification[justification] }),
          detail: because,
          lastUpdated: timestamp,
        },
        affects: of.map((ref) => ({ ref })),
      }),
    ),
  }
}

function nameIn(purl: string): string {
  return decodeURIComponent(/\/([^/@?#]+)(?:[@?#]|$)/.exec(purl.replace(/[?#].*$/, ''))?.[1] ?? purl)
}

function sourceOf(id: string): string {
  return id.startsWith('GHSA-') ? 'GitHub' : id.startsWith('CVE-') ? 'CVE' : 'OSV'
}
