/** Threagile models, YAML: https://threagile.io */
import type { Component } from '../types.ts'
import type { Cursor } from './cursor.ts'
import type { Draft, DraftComponent, DraftData, DraftInterface } from './draft.ts'
import {
  componentKind,
  Controls,
  dataKind,
  kindGuessed,
  ownerDecides,
  outside,
  publicDecides,
  said,
} from './guess.ts'
import { Holders } from './holders.ts'
import { Ids, slugOf } from './ids.ts'
import { type Asset, readLinks, referred } from './threagile-links.ts'
import { threagileWhys as whys } from './threagile-whys.ts'

const document = 'It is about the document, not about the device'
const ratings = ['confidentiality', 'integrity', 'availability', 'justification_cia_rating']
const decided =
  'A decision counts with a finding of Pericard, an owner, a reason and a day on which it ends: see `accepted`'

/** Every technical asset becomes a component, every communication link an interface, every data asset data. */
export function readThreagile(root: Cursor): Draft {
  leaveDocument(root)
  const controls = new Controls()
  const known = new Set(root.named('technical_assets').map(({ at }) => at.peek('id')))
  const zones = readGroups(root, 'trust_boundaries', 'technical_assets_inside', known)
  const hosts = readGroups(root, 'shared_runtimes', 'technical_assets_running', known)
  const assets = readAssets(root, zones, hosts, controls)
  const data = readData(root, assets)
  const interfaces = readLinks(assets, data.ids, controls)
  const name = root.wanted('title') ?? ''
  const overview = root.map('business_overview')
  const intended = overview?.text('description')
  return {
    device: { id: new Ids('device').take(name), name, intendedUse: intended },
    components: [...assets.values()].map(({ component }) => component),
    data: data.items(interfaces),
    interfaces,
    controls: controls.all(),
    soup: [],
  }
}

function leaveDocument(root: Cursor): void {
  root.leaveAll(
    ['threagile_version', 'date', 'author', 'contributors', 'management_summary_comment', 'includes'],
    document,
  )
  root.leave('business_criticality', whys.rating)
  root.leaveAll(['technical_overview', 'application_description'], document)
  root.leave('questions', 'Pericard asks for statements in the device file itself')
  root.leave(
    'abuse_cases',
    'Attackers and their means are part of the analysis; goals follow from data and functions',
  )
  root.leave('security_requirements', 'State the control that meets the requirement')
  root.leave('tags_available', whys.tag)
  root.leave('risk_tracking', decided)
  root.leave(
    'individual_risk_categories',
    'Rules and the graph find weaknesses; describe what makes this one possible',
  )
  for (const key of ['suppress_edge_labels', 'layout_left_to_right', 'edge_layout', 'nodesep', 'ranksep'])
    root.leave(`diagram_tweak_${key}`, whys.drawing)
  root.leave('diagram_tweak_invisible_connections_between_assets', whys.drawing)
  root.leave('diagram_tweak_same_rank_assets', whys.drawing)
}

/** The zone or host of each technical asset, from the boundary or runtime that lists it. */
function readGroups(
  root: Cursor,
  section: 'trust_boundaries' | 'shared_runtimes',
  members: string,
  known: ReadonlySet<unknown>,
): ReadonlyMap<string, string> {
  const ids = new Ids(section === 'trust_boundaries' ? 'zone' : 'host', [outside])
  const groups = new Map<string, string>()
  for (const { name, at } of root.named(section)) {
    const inside = at.texts(members)
    const group = ids.take(at.text('id'), name)
    for (const [index, asset] of inside.entries()) {
      if (!known.has(asset))
        at.refuse('REFERENCE_DANGLING', 'The source has no technical asset with this id', members, index)
      if (groups.has(asset))
        at.leave(members, 'A component has one zone and one host; another one has some of these')
      else groups.set(asset, group)
    }
    if (slugOf(name) !== group)
      at.leave('id', 'Zones and hosts are called by their id; the name is not carried over')
    if (inside.length === 0)
      at.leave('id', 'No technical asset lies in it itself; zones and hosts are where components are')
    at.leaveAll(
      ['description', 'type'],
      'A zone of a device file is its name only; computers are described under `hosts`',
    )
    at.leave('trust_boundaries_nested', 'Zones lie beside one another; crossing one is what counts')
    at.leave('tags', whys.tag)
  }
  return groups
}

const kinds: ReadonlyMap<string, Component['kind'] | undefined> = new Map([
  ['external-entity', 'external'],
  ['process', undefined],
  ['datastore', 'store'],
])

function readAssets(
  root: Cursor,
  zones: ReadonlyMap<string, string>,
  hosts: ReadonlyMap<string, string>,
  controls: Controls,
): ReadonlyMap<string, Asset> {
  const ids = new Ids('component')
  const assets = new Map<string, Asset>()
  for (const { name, at } of root.named('technical_assets')) {
    const key = at.wanted('id')
    if (key === undefined) continue
    if (assets.has(key)) at.refuse('ID_TWICE', 'The id stands at another technical asset already', 'id')
    const type = at.text('type') ?? ''
    if (!kinds.has(type))
      at.refuse('VALUE_NOT_ALLOWED', 'Wanted one of external-entity, process, datastore', 'type')
    const stored = at.texts('data_assets_stored').length > 0 || type === 'datastore'
    const guessed = componentKind(technologyOf(at))
    const encryption = encryptionOf(at, controls)
    const external = at.flag('out_of_scope') === true || type === 'external-entity'
    const isPublic = at.flag('internet') === true
    if (type === 'external-entity' && at.peek('out_of_scope') === false)
      at.leave('out_of_scope', 'An external entity is no part of the device')
    const component: DraftComponent = {
      id: ids.take(key, name),
      name,
      kind: kinds.get(type) ?? guessed,
      external,
      zone: zones.get(key) ?? outside,
      host: hosts.get(key),
      ...(stored ? { encryption } : {}),
      purpose: at.text('description'),
      decisions: [...(external ? [ownerDecides] : []), ...(isPublic ? [publicDecides] : [])],
    }
    if (!stored && encryption.length > 0)
      at.leave('encryption', 'It stores no data asset; encryption is stated of storage')
    leaveAsset(at)
    assets.set(key, { source: at, component, public: isPublic })
  }
  return assets
}

function leaveAsset(at: Cursor): void {
  at.leaveAll(ratings, whys.rating)
  at.leave('tags', whys.tag)
  at.leave('diagram_tweak_order', whys.drawing)
  at.leaveAll(
    ['owner', 'justification_out_of_scope'],
    'Who answers for another system is stated by its `protected-by`',
  )
  at.leave('data_formats_accepted', 'State the control that checks input: `validation` of an interface')
  at.leave('used_as_client_by_human', 'Say who uses it: `roles`')
}

/** The words for its technology; the kind is only guessed from them, so they are listed too. */
function technologyOf(at: Cursor): string {
  const [one, several] = [at.peek('technology'), at.peek('technologies')]
  at.leaveAll(
    ['technology', 'technologies'],
    'The kind is guessed from it; name what it is built from under `soup`',
  )
  return [one, ...(Array.isArray(several) ? several : [])]
    .filter((word) => typeof word === 'string')
    .join(' ')
}

function encryptionOf(at: Cursor, controls: Controls): readonly string[] {
  const found = at.text('encryption')
  if (found === undefined || found === 'none') return []
  return [controls.of(`Encryption at rest, ${found}`, 'encryption')]
}

interface ReadData {
  readonly ids: ReadonlyMap<string, string>
  items(interfaces: readonly DraftInterface[]): readonly DraftData[]
}

function readData(root: Cursor, assets: ReadonlyMap<string, Asset>): ReadData {
  const [taken, ids] = [new Ids('data'), new Map<string, string>()]
  const sources = root.named('data_assets').map(({ name, at }) => {
    const key = at.wanted('id') ?? ''
    if (ids.has(key)) at.refuse('ID_TWICE', 'The id stands at another data asset already', 'id')
    const id = taken.take(key, name)
    ids.set(key, id)
    at.leaveAll([...ratings, 'quantity', 'usage'], whys.rating)
    at.leaveAll(['origin', 'owner'], 'A device file says why data is held and who needs it')
    at.leave('tags', whys.tag)
    return { at, id, name, about: at.text('description') }
  })
  const holders = new Holders()
  for (const { source, component } of assets.values())
    for (const key of ['data_assets_processed', 'data_assets_stored'])
      for (const data of referred(source, key, ids)) holders.add(data, component.id)
  const items = (interfaces: readonly DraftInterface[]): readonly DraftData[] => {
    holders.addCarried(interfaces)
    return sources.flatMap(({ at, id, name, about }): DraftData[] => {
      const where = holders.of(id)
      if (where.length > 0)
        return [
          { id, kind: dataKind(name, about), at: where, about: said(name, about), decisions: [kindGuessed] },
        ]
      at.leaveAll(
        ['id', 'description'],
        'No technical asset holds it and no link carries it; data is somewhere',
      )
      return []
    })
  }
  return { ids, items }
}
