import type { Control, DeviceFile, Position } from '@pericard/model'
import { compareText } from './ordered.ts'
import { positionOf } from './paths.ts'
import type { Analysis, AttackGraph, EventId } from './types.ts'

export type ProofState = 'held' | 'failed' | 'none'

/** One thread from an asset to the evidence, as far as it goes. */
export interface TraceRow {
  readonly asset: string
  readonly goal: string
  /** A failure that stands in a minimal cut set of the goal. */
  readonly event: EventId
  /** The control that the event is the failure of, or that stands where the event would strike. */
  readonly control: string
  readonly enforcement: string
  readonly probes: readonly string[]
  readonly evidence: ProofState
}

/** A thread that ends where it should not. */
export interface Orphan {
  readonly kind:
    | 'asset-without-threat'
    | 'event-without-control'
    | 'control-without-threat'
    | 'control-without-enforcement'
    | 'control-without-probe'
    | 'probe-unknown'
    | 'probe-without-evidence'
  /** `<section>.<id>`, or the id of a probe. */
  readonly element: string
  readonly because: string
  readonly position?: Position
}

export interface Trace {
  readonly rows: readonly TraceRow[]
  readonly orphans: readonly Orphan[]
}

/** What is known of controls beside the file. */
export interface Proofs {
  /** Ids of controls with fresh passing evidence, and of those whose latest evidence failed. */
  readonly proven: readonly string[]
  readonly failed: readonly string[]
  /** Ids of the probes that exist. */
  readonly probes: readonly string[]
}

/** Follows each asset through threat, event, control, enforcement and probe to its evidence, and names what hangs loose. */
export function traceOf(file: DeviceFile, analysis: Analysis, proofs: Proofs): Trace {
  const controls = new Map(file.controls.map((control) => [control.id, control]))
  const standing = controlsByEvent(file, analysis.graph)
  const rows = analysis.goals.flatMap(({ asset, goal, cutSets }) => {
    const events = [...new Set(cutSets.flatMap((cut) => cut.events))].sort(compareText)
    return events.flatMap((event) =>
      (standing.get(event) ?? []).flatMap((id): TraceRow[] => {
        const control = controls.get(id)
        if (control === undefined) return []
        const { probes, enforcement } = control
        const by = 'mechanism' in enforcement ? `${enforcement.by}: ${enforcement.mechanism}` : enforcement.by
        return [{ asset, goal, event, control: id, enforcement: by, probes, evidence: stateOf(id, proofs) }]
      }),
    )
  })
  return { rows, orphans: orphansOf(file, analysis, proofs, rows, standing) }
}

function stateOf(control: string, { proven, failed }: Proofs): ProofState {
  if (failed.includes(control)) return 'failed'
  return proven.includes(control) ? 'held' : 'none'
}

/**
 * A control answers for its own failing and for everything that it rests on. A SOUP item, key or role answers to the
 * controls that a cut set joins it with; where it opens a goal alone, nothing answers to it.
 */
function controlsByEvent(file: DeviceFile, graph: AttackGraph): Map<EventId, string[]> {
  const found = new Map<EventId, string[]>(graph.events.map(({ id }) => [id, []]))
  const add = (event: EventId, control: string): unknown => found.get(event)?.push(control)
  for (const { id, restsOn } of file.controls) {
    add(`control:${id}`, id)
    for (const soup of restsOn.soup) add(`soup:${soup}`, id)
    for (const key of restsOn.keys) add(`key:${key}`, id)
    for (const role of restsOn.roles) add(`role:${role}`, id)
  }
  // What isolates a component answers for the SOUP inside it.
  for (const { soup, isolatedBy } of file.components)
    for (const item of soup) for (const control of isolatedBy) add(`soup:${item}`, control)
  for (const [event, ids] of found) found.set(event, [...new Set(ids)].sort(compareText))
  return found
}

function orphansOf(
  file: DeviceFile,
  analysis: Analysis,
  proofs: Proofs,
  rows: readonly TraceRow[],
  standing: ReadonlyMap<EventId, readonly string[]>,
): Orphan[] {
  const found: Orphan[] = []
  const add = (kind: Orphan['kind'], element: string, because: string): void => {
    const position = positionOf(file, element)
    found.push({ kind, element, because, ...(position === undefined ? {} : { position }) })
  }
  const threatened = new Set(analysis.graph.goals.map(({ asset }) => asset))
  for (const { id, kind } of file.data)
    if (kind === 'phi' && !threatened.has(id))
      add('asset-without-threat', `data.${id}`, `no goal asks after ${id}`)
  const alone = analysis.goals.flatMap(({ cutSets }) => cutSets.filter(({ events }) => events.length === 1))
  for (const event of new Set(alone.flatMap(({ events }) => events)))
    if ((standing.get(event) ?? []).length === 0) {
      const [kind = '', id = ''] = event.split(':')
      const section = kind === 'soup' ? 'soup' : `${kind}s`
      add(
        'event-without-control',
        `${section}.${id}`,
        `${event} alone reaches a goal and no control answers for it`,
      )
    }
  const used = controlsOnSteps(analysis.graph)
  for (const control of file.controls) addControlOrphans(control, used, add)
  for (const probe of [...new Set(file.controls.flatMap(({ probes }) => probes))].sort(compareText)) {
    if (!proofs.probes.includes(probe)) add('probe-unknown', probe, `no probe is called ${probe}`)
  }
  for (const control of new Set(
    rows.filter(({ evidence, probes }) => evidence === 'none' && probes.length > 0).map((row) => row.control),
  ))
    add('probe-without-evidence', `controls.${control}`, `${control} names probes and has no fresh evidence`)
  return found
}

function addControlOrphans(
  { id, enforcement, probes }: Control,
  used: ReadonlySet<string>,
  add: (kind: Orphan['kind'], element: string, because: string) => void,
): void {
  if (!used.has(id)) add('control-without-threat', `controls.${id}`, `${id} stands in no attack on any goal`)
  if (enforcement.by === 'nobody')
    add('control-without-enforcement', `controls.${id}`, `nobody enforces ${id}`)
  else if (probes.length === 0) add('control-without-probe', `controls.${id}`, `${id} names no probe`)
}

/** Controls whose failing some step of the graph needs. */
function controlsOnSteps({ facts, steps }: AttackGraph): Set<string> {
  const used = new Set<string>()
  for (const need of new Set(steps.flatMap(({ needs }) => needs))) {
    const fact = facts[need] ?? ''
    if (fact.startsWith('fails:')) used.add(fact.slice('fails:'.length))
  }
  return used
}
