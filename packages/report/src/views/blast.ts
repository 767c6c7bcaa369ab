import { type Analysis, blastRadiusOf, depthsOf, type GoalResult } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'

/** One thing of which one copy serves many devices. */
export interface SharedThing {
  readonly id: string
  readonly kind: 'key' | 'server' | 'update'
  readonly name: string
  /** How far one copy serves, in words. */
  readonly serves: string
}

/** What the loss of a shared thing does to one asset: by goal, how many failures it still takes. */
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
 * loss than before it. Goals that are open already are nobody's gain and are left out.
 */
export function blastsOf(file: DeviceFile, analysis: Analysis): Blast[] {
  const things = blastRadiusOf(file, analysis).flatMap(({ element, lowered }): Blast[] => {
    const thing = thingAt(file, element)
    return thing === undefined ? [] : [{ thing, reached: byAsset(lowered) }]
  })
  return [...things, ...updates(file, analysis)]
}

function thingAt(file: DeviceFile, element: string): SharedThing | undefined {
  const key = file.keys.find(({ id }) => element === `keys.${id}`)
  if (key !== undefined) {
    const far = key.scope === 'fleet' ? 'the whole fleet' : 'every device of the model'
    return { id: key.id, kind: 'key', name: key.id, serves: `${far}: ${key.purpose}` }
  }
  const server = file.components.find(({ id }) => element === `components.${id}`)
  if (server === undefined) return undefined
  const kept =
    server.protectedBy.length === 0 ? 'nothing is said to protect it' : server.protectedBy.join(', ')
  return {
    id: server.id,
    kind: 'server',
    name: server.name,
    serves: `every device that speaks to it: ${kept}`,
  }
}

/** A remote update in the wrong hands: every key that signs it has leaked. */
function updates(file: DeviceFile, analysis: Analysis): Blast[] {
  return file.updates
    .filter(({ way }) => way === 'remote')
    .map(({ id, signedWith, verifiedBy }) => {
      const events = signedWith.map((key) => `key:${key}`)
      const after = depthsOf(analysis.graph, [...analysis.assumed, ...events])
      const lowered = analysis.goals.flatMap(({ asset, kind, goal, depth }, index) => {
        const to = after[index]?.depth ?? depth
        return to < depth ? [{ asset, kind, goal, to }] : []
      })
      const signed = `signed with ${signedWith.join(', ') || 'nothing'}, verified by ${verifiedBy.join(', ') || 'nothing'}`
      return {
        thing: { id, kind: 'update', name: id, serves: `every device that takes it: ${signed}` },
        reached: byAsset(lowered),
      }
    })
}

type Lowered = Pick<GoalResult, 'asset' | 'kind' | 'goal'> & { readonly to: number }

function byAsset(lowered: readonly Lowered[]): Reached[] {
  const found = new Map<string, Reached>()
  for (const { asset, kind, goal, to } of lowered) {
    if (kind !== 'phi' && kind !== 'function') continue
    const so = found.get(`${kind} ${asset}`)
    found.set(`${kind} ${asset}`, { asset, kind, goals: [...(so?.goals ?? []), { goal, more: to }] })
  }
  return [...found.values()]
}
