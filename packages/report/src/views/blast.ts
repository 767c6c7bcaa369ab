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
  readonly goals: readonly {
    readonly goal: GoalResult['goal']
    readonly more: number
    /** Open already, and the shared thing is a way there that serves every device. */
    readonly open?: true
  }[]
}

export interface Blast {
  readonly thing: SharedThing
  readonly reached: readonly Reached[]
}

/**
 * What each shared thing brings within reach on every device at once: the goals that need fewer failures after its
 * loss than before it, and goals that are open today where it leads to them.
 */
export function blastsOf(file: DeviceFile, analysis: Analysis): Blast[] {
  const things = blastRadiusOf(file, analysis).flatMap(({ element, lowered }): Blast[] => {
    const thing = thingAt(file, element)
    if (thing === undefined) return []
    return [{ thing, reached: byAsset([...lowered, ...openBy(file, analysis, thing)]) }]
  })
  return [...things, ...updates(file, analysis)]
}

/**
 * Goals that need no failure today and that a shared thing leads to by what it opens: no depth can fall below nothing,
 * so the depths cannot tell.
 */
function openBy(file: DeviceFile, { goals }: Analysis, { id, kind }: SharedThing): Lowered[] {
  const opened = file.interfaces.filter((one) =>
    kind === 'key' ? one.credentials.includes(id) : one.from === id || one.to === id,
  )
  const ends = new Set(opened.flatMap(({ from, to }) => [from, to]))
  const installed = new Set(file.updates.find((one) => kind === 'update' && one.id === id)?.components)
  const leadsTo = (asset: string, of: GoalResult['kind']): boolean =>
    of === 'phi'
      ? opened.some(({ carries }) => carries.includes(asset)) ||
        (kind === 'key' && file.vault.unlock.includes(id)) ||
        file.data.some((one) => one.id === asset && one.at.some((at) => ends.has(at) || installed.has(at)))
      : opened.some(({ commands }) => commands.includes(asset)) ||
        file.functions.some((one) => one.id === asset && installed.has(one.component))
  return goals
    .filter(
      (one) =>
        one.depth === 0 && (one.kind === 'phi' || one.kind === 'function') && leadsTo(one.asset, one.kind),
    )
    .map(({ asset, kind: of, goal }) => ({ asset, kind: of, goal, to: 0, open: true }))
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
      const serves = `every device that takes it: ${signed}`
      const thing: SharedThing = { id, kind: 'update', name: id, serves }
      return {
        thing,
        reached: byAsset([...lowered, ...openBy(file, analysis, thing)]),
      }
    })
}

type Lowered = Pick<GoalResult, 'asset' | 'kind' | 'goal'> & { readonly to: number; readonly open?: true }

function byAsset(lowered: readonly Lowered[]): Reached[] {
  const found = new Map<string, Reached>()
  for (const { asset, kind, goal, to, open } of lowered) {
    if (kind !== 'phi' && kind !== 'function') continue
    const so = found.get(`${kind} ${asset}`)
    found.set(`${kind} ${asset}`, {
      asset,
      kind,
      goals: [...(so?.goals ?? []), { goal, more: to, ...(open === true ? { open } : {}) }],
    })
  }
  return [...found.values()]
}
