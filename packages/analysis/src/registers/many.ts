import type { DeviceFile } from '@pericard/model'
import type { Way } from '../solve.ts'
import type { AttackGraph } from '../types.ts'

/** Whether a path goes through something that serves the whole fleet: a server, a remote update, a shared key. */
export function servesTheFleet(file: DeviceFile, graph: AttackGraph, goal: Way): boolean {
  const many = new Set<string>()
  for (const { id, kind, external } of file.components)
    if (external && kind === 'server') many.add(`controls:${id}`)
  for (const { id, way } of file.updates) if (way === 'remote') many.add(`replaces:image ${id}`)
  for (const { id, scope } of file.keys) if (scope !== 'device') many.add(`uses:${id}`)
  const seen = new Set<Way>()
  const open = [goal]
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    if (seen.has(way)) continue
    seen.add(way)
    const facts = way.rule.parts.map((part) => graph.facts[graph.steps[part]?.then ?? -1] ?? '')
    if (facts.some((fact) => many.has(fact))) return true
    open.push(...way.from)
  }
  return false
}
