import type { Control, DeviceFile } from '@pericard/model'
import { controlsWithoutLayer } from './missing-layers.ts'
import type { AnalyseOptions, AttackGraph, EventId } from './types.ts'

/**
 * The events taken to have happened: those asked for, controls whose latest evidence failed or that lack a layer, and at the stricter
 * levels the controls that the level does not believe.
 */
export function assumedEvents(
  graph: AttackGraph,
  file: Pick<DeviceFile, 'accepted' | 'controls'>,
  options: AnalyseOptions,
): EventId[] {
  const level = options.level ?? 'declared'
  const failed = new Set([...(options.failed ?? []), ...controlsWithoutLayer(file)])
  const proven = new Set(options.proven ?? [])
  const asked = new Set(options.assume ?? [])
  for (const control of file.controls) {
    const doubted =
      level === 'enforced' ? !isEnforced(control) : level === 'proven' ? !proven.has(control.id) : false
    if (doubted || failed.has(control.id)) asked.add(`control:${control.id}`)
  }
  return graph.events.map(({ id }) => id).filter((id) => asked.has(id))
}

/** A procedure depends on people each time, so it is not counted as enforced. */
export function isEnforced({ enforcement }: Control): boolean {
  return enforcement.by === 'guard' || enforcement.by === 'mechanism'
}
