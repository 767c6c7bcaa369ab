import type { DeviceFile } from '@pericard/model'
import { depthsOf } from '../depths.ts'
import type { Analysis, BlastEntry, EventId } from '../types.ts'

/** Shared things that are looked at; each costs a solution of the graph. */
const entriesMax = 32

/**
 * What one shared thing opens when it falls, and on how many devices at once: keys of more than one device, the servers
 * that devices trust, the keys that sign updates. In the order of the file.
 */
export function blastRadiusOf(
  file: DeviceFile,
  analysis: Pick<Analysis, 'graph' | 'goals' | 'assumed'>,
): BlastEntry[] {
  const { fleetSize } = file.device
  const patients = file.functions.reduce((sum, each) => sum + each.patients, 0)
  return sharedThings(file)
    .slice(0, entriesMax)
    .map(({ element, what, events }): BlastEntry => {
      const after = depthsOf(analysis.graph, [...analysis.assumed, ...events])
      const lowered = analysis.goals.flatMap(({ asset, goal, kind, depth }, index) => {
        const then = after[index]?.depth ?? depth
        return then < depth ? [{ asset, goal, kind, from: depth, to: then }] : []
      })
      const moved = lowered.some(({ kind }) => kind === 'function')
      return {
        element,
        what,
        events,
        lowered,
        devices: fleetSize,
        patients: moved ? patients * fleetSize : 0,
      }
    })
}

interface Shared {
  readonly element: string
  readonly what: BlastEntry['what']
  /** What has to be taken as happened for it to be in the wrong hands. */
  readonly events: readonly EventId[]
}

function sharedThings(file: DeviceFile): Shared[] {
  const signing = new Set(file.updates.flatMap(({ signedWith }) => signedWith))
  const keys = file.keys
    .filter(({ scope }) => scope !== 'device')
    .map(
      ({ id }): Shared => ({
        element: `keys.${id}`,
        what: signing.has(id) ? 'signing key' : 'shared key',
        events: [`key:${id}`],
      }),
    )
  const servers = file.components
    .filter(({ kind, external }) => external && kind === 'server')
    .map(
      ({ id, protectedBy }): Shared => ({
        element: `components.${id}`,
        what: 'server',
        events: protectedBy.map((control): EventId => `control:${control}`),
      }),
    )
  return [...keys, ...servers]
}
