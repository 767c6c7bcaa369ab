import type { DeviceFile } from '@pericard/model'
import { canonicalJson } from '@pericard/base'
import { compareText } from './ordered.ts'
import { sectionsOf } from './sections.ts'
import type { Analysis, Depth, Finding, GoalResult } from './types.ts'

/** A goal whose depth differs; undefined on the side where the goal does not exist. */
export interface DepthChange {
  readonly asset: string
  readonly goal: string
  readonly before?: Depth
  readonly after?: Depth
  /** Smallest sets of failures of the new file that the old one did not have, nor fewer of; and the other way round. */
  readonly opened: readonly string[]
  readonly closed: readonly string[]
}

/** Evidence that says nothing of the new file any more. */
export interface StaleProof {
  readonly control: string
  readonly probes: readonly string[]
  /** What changed: the control itself, or elements that it protects, as `<section>.<id>`. */
  readonly because: readonly string[]
}

export interface Difference {
  /** Elements by `<section>.<id>`. */
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
  readonly depths: readonly DepthChange[]
  readonly findingsOpened: readonly Finding[]
  readonly findingsClosed: readonly Finding[]
  readonly renew: readonly StaleProof[]
  /** Whether nothing of weight rose against the device: no depth fell, no attack opened, no finding but a low one. */
  readonly noWorse: boolean
}

/** What a change of the device file does: threats opened and closed, depths, and the evidence that has to be renewed. */
export function diff(
  before: { readonly file: DeviceFile; readonly analysis: Analysis },
  after: { readonly file: DeviceFile; readonly analysis: Analysis },
): Difference {
  const [old, now] = [elementsOf(before.file), elementsOf(after.file)]
  const added = [...now.keys()].filter((id) => !old.has(id)).sort(compareText)
  const removed = [...old.keys()].filter((id) => !now.has(id)).sort(compareText)
  const changed = [...now.keys()].filter((id) => old.has(id) && old.get(id) !== now.get(id)).sort(compareText)
  const depths = depthChanges(before.analysis, after.analysis)
  const opened = missingFrom(before.analysis.findings, after.analysis.findings)
  const closed = missingFrom(after.analysis.findings, before.analysis.findings)
  return {
    added,
    removed,
    changed,
    depths,
    findingsOpened: opened,
    findingsClosed: closed,
    renew: staleProofs(after.file, new Set([...added, ...removed, ...changed])),
    noWorse:
      opened.every(({ severity }) => severity === 'low') &&
      depths.every((each) => each.opened.length === 0 && !isLower(each)),
  }
}

function isLower({ before, after }: DepthChange): boolean {
  return before !== undefined && after !== undefined && after < before
}

/** Every element as text that is equal where the element says the same. */
function elementsOf(file: DeviceFile): Map<string, string> {
  const found = new Map<string, string>()
  for (const [section, elements] of sectionsOf(file)) {
    for (const element of elements) found.set(`${section}.${element.id}`, canonicalJson(plain(element)))
  }
  found.set('device', canonicalJson(plain(file.device)))
  found.set('vault', canonicalJson(plain(file.vault)))
  found.set('policy', canonicalJson(plain(file.policy)))
  if (file.logging !== undefined) found.set('logging', canonicalJson(plain(file.logging)))
  return found
}

/** A parsed element is plain JSON already; this only says so to the type checker. */
function plain(element: object): Parameters<typeof canonicalJson>[0] {
  return element as Parameters<typeof canonicalJson>[0]
}

function depthChanges(before: Analysis, after: Analysis): DepthChange[] {
  const key = ({ asset, goal }: { asset: string; goal: string }): string => `${asset}/${goal}`
  const old = new Map(before.goals.map((goal) => [key(goal), goal]))
  const now = new Map(after.goals.map((goal) => [key(goal), goal]))
  const names = [...new Set([...old.keys(), ...now.keys()])].sort(compareText)
  return names.flatMap((name): DepthChange[] => {
    const [was, is] = [old.get(name), now.get(name)]
    const opened = beyond(is, was)
    const closed = beyond(was, is)
    if (was?.depth === is?.depth && opened.length === 0 && closed.length === 0) return []
    const { asset, goal } = is ?? was ?? { asset: '', goal: '' }
    return [
      {
        asset,
        goal,
        ...(was === undefined ? {} : { before: was.depth }),
        ...(is === undefined ? {} : { after: is.depth }),
        opened,
        closed,
      },
    ]
  })
}

/** Attacks of one side that the other does not have, nor with fewer failures: `a + b` is no new threat where `a` alone was one. */
function beyond(side: GoalResult | undefined, other: GoalResult | undefined): string[] {
  const known = (other?.cutSets ?? []).map(({ events }) => events)
  return (side?.cutSets ?? [])
    .filter(({ events }) => !known.some((fewer) => fewer.every((event) => events.includes(event))))
    .map(({ events }) => events.join(' + '))
}

function missingFrom(from: readonly Finding[], findings: readonly Finding[]): Finding[] {
  const known = new Set(from.map(({ id }) => id))
  return findings.filter(({ id }) => !known.has(id))
}

/** A probe attacked the device as it was: where the control, or what it protects, is another, it has to attack again. */
function staleProofs(file: DeviceFile, touched: ReadonlySet<string>): StaleProof[] {
  return file.controls.flatMap(({ id, probes }): StaleProof[] => {
    if (probes.length === 0) return []
    const concerned = [`controls.${id}`, ...protectedBy(file, id)]
    const because = concerned.filter((element) => touched.has(element))
    return because.length === 0 ? [] : [{ control: id, probes, because }]
  })
}

/** Elements that name a control anywhere. */
function protectedBy(file: DeviceFile, control: string): string[] {
  const names = (value: unknown): boolean =>
    value === control ||
    (Array.isArray(value)
      ? value.some(names)
      : typeof value === 'object' && value !== null && Object.values(value).some(names))
  // Controls are compared as themselves, and a decision protects nothing.
  const others = sectionsOf(file).filter(([section]) => section !== 'controls' && section !== 'accepted')
  return others.flatMap(([section, elements]) =>
    elements
      .filter((element) => Object.entries(element).some(([key, value]) => key !== 'id' && names(value)))
      .map(({ id }) => `${section}.${id}`),
  )
}
