/** Whether a decision still holds: the same component, in the range, with the same patches, used in the same way, in time. */
import { canonicalJson, type Json } from '@pericard/base'
import { formatPurl, parsePurl, type Purl } from '../purl.ts'
import type { FixClaim, SbomComponent } from '../sbom/types.ts'
import { parseVers, versContains } from '../vers.ts'
import type { Binding, Decision } from './types.ts'

export type Standing =
  | { readonly holds: true }
  /** Each reason names what changed since the decision. */
  | { readonly holds: false; readonly why: readonly string[] }

/** What there is now, to hold a decision against. */
export interface Present {
  readonly component: SbomComponent
  readonly facts: Readonly<Record<string, Json>>
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** The identity of a component without its version; undefined where it has none. */
export function componentKey({ purl }: Pick<SbomComponent, 'purl'>): string | undefined {
  const parsed = purlIn(purl)
  return parsed === undefined ? undefined : keyOfPurl(parsed)
}

/** What the SBOM's maker says of patches in a component: its patch set. Decisions are no patches. */
export function patchSetOf(fixes: readonly FixClaim[] = []): string[] {
  const patches = fixes.filter(({ source }) => source !== 'vex')
  return [...new Set(patches.map(({ source, vulnerability }) => `${source}:${vulnerability}`))].sort()
}

/** Whether a decision holds for what there is. What cannot be compared reopens it, and says so. */
export function standingOf(decision: Decision, { component, facts, now }: Present): Standing {
  const why: string[] = []
  const key = componentKey(component)
  if (key !== decision.component)
    why.push(`it was about ${decision.component}, and this is ${key ?? 'of unknown identity'}`)
  else if (!inRange(decision, component))
    why.push(
      `it was about ${versionsInWords(decision.versions)}, and this is ${component.version ?? 'no version'}`,
    )
  const patches = patchSetOf(component.fixes)
  if (patches.join('\n') !== decision.patches.join('\n')) why.push(patchesInWords(decision.patches, patches))
  why.push(...factsChanged(decision.facts, facts))
  if (decision.until !== undefined && now >= decision.until)
    why.push(`it was decided until ${new Date(decision.until).toISOString().slice(0, 10)}`)
  return why.length === 0 ? { holds: true } : { holds: false, why }
}

/** What a decision about a component as it is now hangs on. Undefined where the component has no identity to bind it to. */
export function bindingOf(
  { component, facts }: Pick<Present, 'component' | 'facts'>,
  versions?: string,
): Binding | undefined {
  const key = componentKey(component)
  const bound = versions ?? component.version ?? purlIn(component.purl)?.version
  if (key === undefined || bound === undefined) return undefined
  return { component: key, versions: bound, patches: patchSetOf(component.fixes), facts }
}

function purlIn(text: string | undefined): Purl | undefined {
  const parsed = text === undefined ? undefined : parsePurl(text)
  return parsed?.ok === true ? parsed.purl : undefined
}

/** Of the qualifiers only those that say which package it is; an architecture or a download address does not. */
function keyOfPurl(purl: Purl): string {
  const { distro, repository_url: repository } = purl.qualifiers
  const qualifiers = {
    ...(distro === undefined ? {} : { distro }),
    ...(repository === undefined ? {} : { repository_url: repository }),
  }
  const { version: _, subpath: __, ...rest } = purl
  return formatPurl({ ...rest, qualifiers })
}

/** Whether a decision speaks of the version that a component has. */
export function inRange({ versions }: Pick<Decision, 'versions'>, component: SbomComponent): boolean {
  const version = component.version ?? purlIn(component.purl)?.version
  if (version === undefined) return false
  if (!versions.startsWith('vers:')) return versions === version
  const range = parseVers(versions)
  return range.ok && versContains(range.range, version) === true
}

function versionsInWords(versions: string): string {
  return versions.startsWith('vers:') ? versions : `version ${versions}`
}

function patchesInWords(before: readonly string[], now: readonly string[]): string {
  const gone = before.filter((patch) => !now.includes(patch))
  const added = now.filter((patch) => !before.includes(patch))
  const parts = [
    ...(gone.length === 0 ? [] : [`${gone.join(', ')} no longer patched`]),
    ...(added.length === 0 ? [] : [`${added.join(', ')} patched since`]),
  ]
  return `its patches changed: ${parts.join('; ')}`
}

const factsNamedMax = 5

/** A decision that was made without the device file hangs on none of it. */
function factsChanged(before: Readonly<Record<string, Json>>, now: Readonly<Record<string, Json>>): string[] {
  if (Object.keys(before).length === 0) return []
  if (Object.keys(now).length === 0) return ['it was decided for a device, and no device file is given']
  const changed: string[] = []
  for (const place of [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()) {
    const [was, is] = [before[place], now[place]]
    if (was === undefined) changed.push(`${place} is new`)
    else if (is === undefined) changed.push(`${place} is gone`)
    else if (canonicalJson(was) !== canonicalJson(is)) changed.push(`${place}: ${difference(was, is)}`)
  }
  const more = changed.length - factsNamedMax
  return more > 0 ? [...changed.slice(0, factsNamedMax), `${more} more changes in the device file`] : changed
}

function difference(was: Json, is: Json): string {
  if (!isObject(was) || !isObject(is)) return `was ${canonicalJson(was)}, is ${canonicalJson(is)}`
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort()
  const changed = keys.filter((key) => canonicalJson(was[key] ?? null) !== canonicalJson(is[key] ?? null))
  return changed
    .map((key) => `${key} was ${canonicalJson(was[key] ?? null)}, is ${canonicalJson(is[key] ?? null)}`)
    .join('; ')
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
