import { type Analysis, depthsOf, type GoalResult } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'

/** One thing of which one copy serves many devices. */
export interface SharedThing {
  readonly id: string
  readonly kind: 'key' | 'server' | 'update'
  readonly name: string
  /** Events that stand for its loss: the key leaks, the server's own protection falls, all signing keys leak. */
  readonly events: readonly string[]
  /** How far one copy serves, in words. */
  readonly serves: string
}

/** What the loss of a shared thing does to one asset. */
export interface Reached {
  readonly asset: string
  readonly kind: 'phi' | 'function'
  readonly goals: readonly { readonly goal: GoalResult['goal']; readonly more: number }[]
}

export interface Blast {
  readonly thing: SharedThing
  readonly reached: readonly Reached[]
}

/**
 * What each shared thing brings within reach on every device at once: the goals that need fewer failures after its
 * loss than before it. Where the analysis took events as happened already, so does this.
 */
export function blastsOf(file: DeviceFile, analysis: Analysis): Blast[] {
  const before = analysis.goals
  return sharedThings(file).map((thing) => {
    const after = depthsOf(analysis.graph, [...analysis.assumed, ...thing.events])
    const reached = new Map<string, Reached>()
    for (const [index, { asset, goal, depth }] of after.entries()) {
      const was = before[index]
      // A goal that is open today is within reach of everybody, the shared thing included.
      if (was === undefined || (was.kind !== 'phi' && was.kind !== 'function')) continue
      if (depth >= was.depth && depth !== 0) continue
      const so = reached.get(asset)
      reached.set(asset, { asset, kind: was.kind, goals: [...(so?.goals ?? []), { goal, more: depth }] })
    }
    return { thing, reached: [...reached.values()] }
  })
}

function sharedThings(file: DeviceFile): SharedThing[] {
  const keys = file.keys
    .filter(({ scope }) => scope !== 'device')
    .map(
      ({ id, scope, purpose }): SharedThing => ({
        id,
        kind: 'key',
        name: id,
        events: [`key:${id}`],
        serves: scope === 'model' ? `every device of the model: ${purpose}` : `the whole fleet: ${purpose}`,
      }),
    )
  const servers = file.components
    .filter(({ external, kind }) => external && kind === 'server')
    .map(
      ({ id, name, protectedBy }): SharedThing => ({
        id,
        kind: 'server',
        name,
        events: protectedBy.map((control) => `control:${control}`),
        serves:
          protectedBy.length === 0
            ? 'every device that speaks to it; nothing is said to protect it'
            : `every device that speaks to it; protected by ${protectedBy.join(', ')}`,
      }),
    )
  const updates = file.updates
    .filter(({ way }) => way === 'remote')
    .map(
      ({ id, signedWith, verifiedBy }): SharedThing => ({
        id,
        kind: 'update',
        name: id,
        events: signedWith.map((key) => `key:${key}`),
        serves: `every device that takes it; signed with ${signedWith.join(', ') || 'nothing'}, verified by ${verifiedBy.join(', ') || 'nothing'}`,
      }),
    )
  return [...keys, ...servers, ...updates]
}
