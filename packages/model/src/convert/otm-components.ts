/** Trust zones and components of an Open Threat Model. */
import type { Component } from '../types.ts'
import type { Cursor } from './cursor.ts'
import type { DraftComponent } from './draft.ts'
import { componentKind, outside, ownerDecides } from './guess.ts'
import { Ids, slugOf } from './ids.ts'
import { otmWhys as whys } from './otm-whys.ts'

export interface Zone {
  readonly at: Cursor
  readonly id: string
  readonly public: boolean
}

export interface Part {
  readonly at: Cursor
  readonly key: string
  readonly parent: Cursor | undefined
  readonly name: string
}

export function readZones(root: Cursor): ReadonlyMap<string, Zone> {
  const ids = new Ids('zone')
  const zones = new Map<string, Zone>()
  for (const at of root.maps('trustZones')) {
    const [key, name] = [at.wanted('id') ?? '', at.wanted('name')]
    const isPublic = `${at.peekText('type')} ${name ?? ''}`.toLowerCase().includes('internet')
    if (zones.has(key)) at.refuse('ID_TWICE', 'The id stands at another trust zone already', 'id')
    const id = ids.take(key, name)
    zones.set(key, { at, id, public: isPublic })
    if (slugOf(name) !== id) at.leave('name', whys.zone)
    at.leaveAll(['type', 'description', 'attributes'], whys.zone)
    at.leave('risk', whys.rating)
    at.leave('parent', 'Zones lie beside one another; crossing one is what counts')
    at.leave('representations', whys.drawing)
  }
  return zones
}

export function readParts(root: Cursor): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>()
  for (const at of root.maps('components')) {
    const key = at.wanted('id') ?? ''
    if (parts.has(key)) at.refuse('ID_TWICE', 'The id stands at another component already', 'id')
    parts.set(key, { at, key, parent: at.map('parent'), name: at.wanted('name') ?? '' })
  }
  return parts
}

const kinds: ReadonlyMap<string, Component['kind']> = new Map(
  (
    [
      'controller',
      'application',
      'store',
      'display',
      'service',
      'gateway',
      'sensor',
      'server',
      'external',
    ] as const
  ).map((kind) => [kind, kind]),
)

export function readComponents(
  parts: ReadonlyMap<string, Part>,
  zones: ReadonlyMap<string, Zone>,
): ReadonlyMap<string, DraftComponent> {
  const ids = new Ids('component')
  const own = new Map([...parts.values()].map(({ key, name }) => [key, ids.take(key, name)]))
  const components = new Map<string, DraftComponent>()
  const used = new Set<Zone | undefined>()
  const roots = new Map<Part, Part>()
  for (const part of parts.values()) {
    const { at, key, name } = part
    const root = rootOf(part, parts, roots)
    const zone = zones.get(root.parent?.text('trustZone') ?? '')
    if (zone === undefined)
      root.at.refuse('REFERENCE_DANGLING', 'Wanted a trust zone of the source as `trustZone`', 'parent')
    used.add(zone)
    const type = at.peekText('type')
    const kind = at.choice('type', kinds, 'The kind is guessed from it')
    const tags = at.peek('tags')
    const stores = (at.map('assets')?.texts('stored') ?? []).length > 0
    const external = type === 'external' || (Array.isArray(tags) && tags.includes('external'))
    components.set(key, {
      id: own.get(key) ?? key,
      name,
      kind: kind ?? (external ? 'external' : componentKind(type)),
      external,
      zone: zone?.id ?? outside,
      host: root === part ? undefined : own.get(root.key),
      ...(stores ? { encryption: [] } : {}),
      purpose: at.text('description'),
      decisions: [...(external ? [ownerDecides] : []), ...(stores ? ['storage: what encrypts it?'] : [])],
    })
    at.leave('tags', whys.tag)
    at.leave('threats', whys.threat)
    at.leave('representations', whys.drawing)
    at.leave('attributes', whys.attributes)
  }
  for (const zone of zones.values())
    if (!used.has(zone))
      zone.at.leaveSelf('No component lies in this zone, and a zone is where components are', zone.id)
  return components
}

/** The outermost component that one lies in. `known` has those that were found before. */
function rootOf(part: Part, parts: ReadonlyMap<string, Part>, known: Map<Part, Part>): Part {
  const seen = new Set<Part>()
  let at = part
  while (!known.has(at)) {
    const outer = at.parent?.text('component')
    if (outer === undefined) break
    const next = parts.get(outer)
    seen.add(at)
    if (next === undefined || seen.has(next)) {
      const circle = 'Components lie inside each other in a circle'
      const why = next === undefined ? 'The source has no component with this id' : circle
      at.at.refuse('REFERENCE_DANGLING', why, 'parent')
      break
    }
    at = next
  }
  const root = known.get(at) ?? at
  for (const one of seen) known.set(one, root)
  return root
}
