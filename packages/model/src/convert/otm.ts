/** Open Threat Model 0.1 and 0.2, JSON or YAML: https://github.com/iriusrisk/OpenThreatModel */
import type { Interface } from '../types.ts'
import type { Cursor } from './cursor.ts'
import type { Draft, DraftData, DraftInterface } from './draft.ts'
import { Controls, dataKind, isEncrypted, kindGuessed, reachOf, said } from './guess.ts'
import { Holders } from './holders.ts'
import { Ids } from './ids.ts'
import { readComponents, readParts, readZones, type Zone } from './otm-components.ts'
import { otmWhys as whys } from './otm-whys.ts'

type Parts = ReturnType<typeof readParts>
type Components = ReturnType<typeof readComponents>

const document = 'It is about the document, not about the device'

/** Every component stays one; data flows become interfaces, assets data, mitigations controls. */
export function readOtm(root: Cursor): Draft {
  const version = root.wanted('otmVersion')
  if (version !== undefined && !/^0\.[12]\.\d+$/.test(version))
    root.refuse(
      'VALUE_NOT_ALLOWED',
      'Wanted the version 0.1.x or 0.2.x of the Open Threat Model',
      'otmVersion',
    )
  const project = root.map('project')
  if (project === undefined) root.refuse('KEY_MISSING', 'The key "project" is missing; wanted a map')
  const name = project?.wanted('name') ?? ''
  project?.leaveAll(['owner', 'ownerContact'], document)
  project?.leave('tags', whys.tag)
  project?.leave('attributes', whys.attributes)
  root.leave('representations', whys.drawing)
  root.leave('threats', whys.threat)
  const controls = readMitigations(root)
  const zones = readZones(root)
  const parts = readParts(root)
  const components = readComponents(parts, zones)
  const assets = readAssets(root, parts, components)
  const interfaces = readFlows(root, { components, zones, assets: assets.ids, controls })
  return {
    device: {
      id: new Ids('device').take(project?.text('id'), name),
      name,
      intendedUse: project?.text('description'),
    },
    components: [...components.values()],
    data: assets.items(interfaces),
    interfaces,
    controls: controls.all(),
    soup: [],
  }
}

function readMitigations(root: Cursor): Controls {
  const controls = new Controls()
  for (const at of root.maps('mitigations')) {
    const about = at.text('description')
    controls.add(at.wanted('id'), at.wanted('name') ?? '', [
      'kind, and which statement refers to it: authentication, protection, validation, storage, …',
      ...(about === undefined ? [] : [`the source says: ${about}`]),
    ])
    at.leave('riskReduction', whys.rating)
    at.leave('attributes', whys.attributes)
  }
  return controls
}

interface Assets {
  readonly ids: ReadonlyMap<string, string>
  items(interfaces: readonly DraftInterface[]): DraftData[]
}

function readAssets(root: Cursor, parts: Parts, components: Components): Assets {
  const [taken, ids] = [new Ids('data'), new Map<string, string>()]
  const sources = root.maps('assets').map((at) => {
    const [key, name, about] = [at.wanted('id') ?? '', at.wanted('name') ?? '', at.text('description')]
    if (ids.has(key)) at.refuse('ID_TWICE', 'The id stands at another asset already', 'id')
    const id = taken.take(key, name)
    ids.set(key, id)
    at.leave('risk', whys.rating)
    at.leave('attributes', whys.attributes)
    return { at, id, name, about }
  })
  const holders = new Holders()
  for (const { at, key } of parts.values()) {
    const [instance, component] = [at.map('assets'), components.get(key)]
    if (instance === undefined || component === undefined) continue
    for (const list of ['processed', 'stored'])
      for (const data of referred(instance, list, ids)) holders.add(data, component.id)
  }
  const items = (interfaces: readonly DraftInterface[]): DraftData[] => {
    holders.addCarried(interfaces)
    return sources.flatMap(({ at, id, name, about }) => {
      const where = holders.of(id)
      if (where.length > 0)
        return [
          { id, kind: dataKind(name, about), at: where, about: said(name, about), decisions: [kindGuessed] },
        ]
      at.leaveSelf('No component holds it and no data flow carries it; data is somewhere', name)
      return []
    })
  }
  return { ids, items }
}

function referred(at: Cursor, key: string, ids: ReadonlyMap<string, string>): string[] {
  return at.texts(key).flatMap((name, index) => {
    const id = ids.get(name)
    if (id === undefined) at.refuse('REFERENCE_DANGLING', 'The source has no asset with this id', key, index)
    return id === undefined ? [] : [id]
  })
}

interface Known {
  readonly components: Components
  readonly zones: ReadonlyMap<string, Zone>
  readonly assets: ReadonlyMap<string, string>
  readonly controls: Controls
}

const reaches: ReadonlyMap<string, Interface['reach']> = new Map(
  (
    [
      'internal',
      'physical-open',
      'physical-port',
      'wireless',
      'ward-network',
      'hospital-network',
      'internet',
    ] as const
  ).map((reach) => [reach, reach]),
)

function readFlows(root: Cursor, { components, zones, assets, controls }: Known): DraftInterface[] {
  const ids = new Ids('interface')
  const open = new Set([...zones.values()].flatMap((zone) => (zone.public ? [zone.id] : [])))
  return root.maps('dataflows').flatMap((at): DraftInterface[] => {
    const [key, name] = [at.wanted('id'), at.wanted('name')]
    const [from, to] = ['source', 'destination'].map((end) => {
      const component = components.get(at.wanted(end) ?? '')
      if (component === undefined)
        at.refuse('REFERENCE_DANGLING', 'The source has no component with this id', end)
      return component
    })
    const carries = [...new Set(referred(at, 'assets', assets))]
    at.bothWays('bidirectional')
    at.leave('tags', whys.tag)
    at.leave('threats', whys.threat)
    at.leave('representations', whys.drawing)
    if (from === undefined || to === undefined) return []
    const attributes = at.peek('attributes') === null ? undefined : at.map('attributes')
    const protocol = attributes?.text('protocol')
    const stated = attributes?.choice('reach', reaches, whys.attributes)
    const ends = [from, to].map((end) => ({ ...end, public: open.has(end.zone) }))
    return [
      {
        id: ids.take(key, name),
        from: from.id,
        to: to.id,
        protocol,
        carries,
        reach: stated ?? reachOf(ends[0] ?? { ...from, public: false }, ends[1] ?? { ...to, public: false }),
        authentication: [],
        protection:
          protocol !== undefined && isEncrypted(protocol)
            ? [controls.of(`Encryption of ${protocol}`, 'encryption')]
            : [],
        about: said(name, at.text('description')),
        decisions: ['authentication: who may use it?'],
      },
    ]
  })
}
