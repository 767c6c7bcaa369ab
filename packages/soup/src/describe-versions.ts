import type { Affected, AffectedRange, RangeEvent } from './advisories/types.ts'

const signs: Readonly<Record<RangeEvent['kind'], string>> = {
  introduced: '>=',
  above: '>',
  fixed: '<',
  last_affected: '<=',
  limit: '< (limit)',
}
/** Listed versions shown before "…". */
const shownMax = 5
const rangesShownMax = 8

/** The versions that an entry calls affected, in words: `>= 1.0 < 1.5 or 2.1, but not >= 1.4.3 < 1.5`. */
export function describeVersions({ ranges, versions, except = [] }: Affected): string {
  // Where ranges are given, the list only spells them out.
  const listed = ranges.length > 0 && ranges.every(({ order }) => order !== undefined) ? [] : listOf(versions)
  const parts = [...describeRanges(ranges), ...listed]
  const all = parts.length === 0 ? (versions.size > 0 ? listOf(versions) : ['no version named']) : parts
  const cleared = describeRanges(except)
  return cleared.length === 0 ? all.join(' or ') : `${all.join(' or ')}, but not ${cleared.join(' or ')}`
}

function describeRanges(ranges: readonly AffectedRange[]): string[] {
  const shown = ranges.slice(0, rangesShownMax).map(describeRange)
  return ranges.length > rangesShownMax ? [...shown, '…'] : shown
}

function describeRange({ order, events }: AffectedRange): string {
  if (order === undefined) return 'commits that cannot be compared'
  const bounds = events.filter(({ kind, version }) => !(kind === 'introduced' && version === '0'))
  if (bounds.length === 0) return 'all versions'
  const [first, second] = bounds
  if (
    bounds.length === 2 &&
    first?.kind === 'introduced' &&
    second?.kind === 'last_affected' &&
    first.version === second.version
  ) {
    return first.version
  }
  return bounds.map(({ kind, version }, at) => `${joint(kind, at)}${signs[kind]} ${version}`).join('')
}

/** One range may have several stretches, each with its own beginning. */
function joint(kind: RangeEvent['kind'], at: number): string {
  if (at === 0) return ''
  return kind === 'introduced' || kind === 'above' ? ' or ' : ' '
}

function listOf(versions: ReadonlySet<string>): string[] {
  if (versions.size === 0) return []
  const shown = [...versions].slice(0, shownMax)
  return [shown.join(', ') + (versions.size > shownMax ? ', …' : '')]
}
