import type { Context } from '../context.ts'
import type { DataItem } from '@pericard/model'

/** What nobody should reach, and the depth that the policy wants. */
export function addGoals(context: Context): void {
  const { file, graph } = context
  const { phi, function: fn } = file.policy
  for (const item of file.data) {
    if (item.kind !== 'phi') continue
    graph.goal('phi', item.id, 'disclosed', disclosureDepth(context, item), [graph.fact('reads', item.id)])
    graph.goal('phi', item.id, 'altered', phi.altered, [graph.fact('alters', item.id)])
    graph.goal('phi', item.id, 'lost', phi.lost, [graph.fact('loses', item.id)])
  }
  for (const { id, alarms } of file.functions) {
    graph.goal('function', id, 'commanded', fn.commanded, [graph.fact('directs', id)])
    graph.goal('function', id, 'overdriven', fn.overdriven, [
      graph.fact('directs', `${id} beyond its envelope`),
    ])
    graph.goal('function', id, 'altered', fn.altered, [graph.fact('replaces', id)])
    graph.goal('function', id, 'denied', fn.denied, [graph.fact('loses', `function ${id}`)])
    if (alarms.length > 0) graph.goal('function', id, 'masked', fn.masked, [graph.fact('masks', id)])
  }
  for (const { id, scope } of file.keys) {
    // A key of one device is worth what it opens, and the other goals count that. A shared one is a prize of its own.
    const wanted = scope === 'device' ? 1 : phi.disclosed
    graph.goal('key', id, 'disclosed', wanted, [graph.fact('finds', `key ${id}`)])
  }
  for (const { id } of file.updates)
    graph.goal('software', id, 'altered', fn.altered, [graph.fact('replaces', `image ${id}`)])
}

/** Storage that can leave the building asks for one line of defence more (up to the most that is looked for). */
function disclosureDepth({ file, components }: Context, { at }: DataItem): number {
  const leaves = at.some((id) => (components.get(id)?.storage?.media ?? 'internal') !== 'internal')
  return Math.min(4, file.policy.phi.disclosed + (leaves ? 1 : 0))
}
