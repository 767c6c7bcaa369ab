/** Advisories as rows: the same advisory is always the same text. */
import { canonicalJson } from '@pericard/base'
import type { Advisory, Affected } from '../advisories/types.ts'

/** One advisory as text; a list takes the place of each set. */
export function encodeAdvisory(advisory: Advisory): string {
  const affected = advisory.affected.map((entry) => ({ ...entry, versions: [...entry.versions].sort() }))
  return canonicalJson({ ...advisory, affected })
}

/** Reads what `encodeAdvisory` wrote; only for what this program wrote itself. */
export function decodeAdvisory(text: string): Advisory {
  const read = JSON.parse(text) as Omit<Advisory, 'affected'> & {
    readonly affected: readonly (Omit<Affected, 'versions'> & { readonly versions: readonly string[] })[]
  }
  return {
    ...read,
    affected: read.affected.map((entry) => ({ ...entry, versions: new Set(entry.versions) })),
  }
}
