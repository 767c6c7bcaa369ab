import type { Analysis } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'
import { drawScene } from '../diagram/draw.ts'
import { layoutScene } from '../diagram/layout.ts'
import type { Box, Flow, Group, Scene } from '../diagram/scene.ts'
import { listed, plural, type Table } from '../table.ts'
import { type Blast, blastsOf, type Reached } from './blast.ts'
import type { View } from './view.ts'

/**
 * The multi-patient harm view: what one secret, one server or one update opens on all devices at once, and how many
 * patients and records stand behind that.
 */
export async function multiPatientView(file: DeviceFile, analysis: Analysis): Promise<View> {
  const blasts = blastsOf(file, analysis)
  return {
    id: 'multi-patient',
    title: 'Multi-patient harm view',
    about: aboutOf(blasts),
    pictures: [drawScene(await layoutScene(multiPatientScene(file, analysis, blasts)))],
    tables: [blastTable(file, blasts)],
  }
}

function aboutOf(blasts: readonly Blast[]): string {
  const reaching = blasts.filter(({ reached }) => reached.length > 0).length
  if (blasts.length === 0)
    return 'The device file declares no key that more than one device holds, no server outside of the device and no remote update: an attack has to be made device by device.'
  return `Of ${plural(blasts.length, 'thing')} that serve more than one device, ${reaching === 0 ? 'none leads' : reaching === 1 ? 'one leads' : `${reaching} lead`} to a function or patient data of all of them once lost. "Alone" means that no other failure is needed.`
}

interface Bundle<T> {
  readonly key: string
  readonly members: readonly T[]
}

export function multiPatientScene(file: DeviceFile, analysis: Analysis, blasts: readonly Blast[]): Scene {
  const assets = assetsOf(analysis)
  const bundlesOfThings = bundle(blasts, ({ reached }) => profile(reached))
  const bundlesOfAssets = bundle(assets, (asset) =>
    [asset.open.join(), ...blasts.map(({ reached }) => word(reached.find((one) => isOf(one, asset))))].join(
      '|',
    ),
  )
  const { fleetSize, name } = file.device
  const flows: Flow[] = []
  for (const [row, { members: things }] of bundlesOfThings.entries()) {
    for (const [column, { members }] of bundlesOfAssets.entries()) {
      const reached = things[0]?.reached.find((one) => isOf(one, members[0]))
      if (reached === undefined) continue
      flows.push(
        relation(`reach ${row} ${column}`, thingsId(things, row), assetsId(members, column), words(reached)),
      )
    }
  }
  const people = peopleBox(file)
  const nothing = assets.some(({ open }) => open.length > 0)
    ? 'opens no data or command directly'
    : 'brings nothing nearer'
  for (const [column, { members }] of bundlesOfAssets.entries())
    flows.push(relation(`harm ${column}`, assetsId(members, column), people.id, []))
  return {
    id: 'multi-patient',
    title: `Multi-patient harm view: ${name}, ${plural(fleetSize, 'device')}`,
    description: aboutOf(blasts),
    nodes: [
      ...bundlesOfThings.map(({ members }, row) => thingsNode(members, row, nothing)),
      {
        id: 'device',
        boundary: 'device',
        title: `each of ${plural(fleetSize, 'device')}`,
        children: bundlesOfAssets.map(({ members }, column) => assetsNode(file, members, column, blasts)),
      },
      people,
    ],
    flows,
    direction: 'DOWN',
  }
}

interface Asset {
  readonly id: string
  readonly kind: 'phi' | 'function'
  /** Goals that take no failure at all today. */
  readonly open: readonly string[]
}

function assetsOf({ goals }: Analysis): Asset[] {
  const found = new Map<string, Asset>()
  for (const { asset, kind } of goals) {
    if (kind !== 'phi' && kind !== 'function') continue
    const open = goals.filter((one) => one.kind === kind && one.asset === asset && one.depth === 0)
    found.set(`${kind} ${asset}`, { id: asset, kind, open: open.map(({ goal }) => goal) })
  }
  return [...found.values()].sort((a, b) => Number(a.kind === 'phi') - Number(b.kind === 'phi'))
}

function bundle<T>(items: readonly T[], keyOf: (item: T) => string): Bundle<T>[] {
  const found = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    found.set(key, [...(found.get(key) ?? []), item])
  }
  return [...found].map(([key, members]) => ({ key, members }))
}

function profile(reached: readonly Reached[]): string {
  return reached.map((one) => `${one.asset}:${word(one)}`).join(';')
}

function word(reached: Reached | undefined): string {
  return reached === undefined ? '' : words(reached).join(', ')
}

/** `alone: altered, lost` and `with 1 more failure: disclosed`; `a way in, open today: …` where nothing has to fail at all. */
function words({ goals }: Reached): string[] {
  const open = goals.filter((one) => one.open === true).map(({ goal }) => goal)
  const closed = goals.filter((one) => one.open !== true)
  const brought = [...new Set(closed.map(({ more }) => more))]
    .toSorted((a, b) => a - b)
    .map((more) => {
      const at = closed.filter((one) => one.more === more).map(({ goal }) => goal)
      return `${more === 0 ? 'alone' : `with ${plural(more, 'more failure')}`}: ${at.join(', ')}`
    })
  return [...(open.length === 0 ? [] : [`a way in, open today: ${open.join(', ')}`]), ...brought]
}

function thingsId(things: readonly Blast[], row: number): string {
  return things.length > 1 ? `things ${row}` : `thing ${things[0]?.thing.kind} ${things[0]?.thing.id}`
}

function assetsId(members: readonly Asset[], column: number): string {
  return members.length > 1 ? `assets ${column}` : `asset ${members[0]?.kind} ${members[0]?.id}`
}

function thingsNode(things: readonly Blast[], row: number, nothing: string): Box | Group {
  const boxes = things.map((thing) => thingBox(thing, nothing))
  const [only] = boxes
  if (boxes.length === 1 && only !== undefined) return only
  return { id: thingsId(things, row), boundary: 'group', rows: true, title: 'each of these', children: boxes }
}

const shapes = { key: 'key', server: 'external', update: 'process' } as const
const kinds = { key: 'shared key', server: 'server', update: 'remote update' } as const

function thingBox({ thing, reached }: Blast, nothing: string): Box {
  return {
    id: `thing ${thing.kind} ${thing.id}`,
    shape: shapes[thing.kind],
    title: thing.name,
    lines: [kinds[thing.kind], ...(reached.length === 0 ? [nothing] : [])],
  }
}

function assetsNode(
  file: DeviceFile,
  members: readonly Asset[],
  column: number,
  blasts: readonly Blast[],
): Box | Group {
  const boxes = members.map((asset): Box => {
    const free = blasts.every(({ reached }) => reached.every((one) => !isOf(one, asset)))
    return {
      id: `asset ${asset.kind} ${asset.id}`,
      shape: asset.kind === 'phi' ? 'store' : 'process',
      title: asset.id,
      lines: [
        ...assetLines(file, asset),
        ...(asset.open.length > 0 ? [`open today: ${asset.open.join(', ')}`] : []),
        ...(free && asset.open.length === 0 ? ['not brought nearer by anything shared'] : []),
      ],
    }
  })
  const [only] = boxes
  if (boxes.length === 1 && only !== undefined) return only
  return {
    id: assetsId(members, column),
    boundary: 'group',
    rows: true,
    title: 'any of these',
    children: boxes,
  }
}

function isOf(reached: Reached, asset: Asset | undefined): boolean {
  return reached.asset === asset?.id && reached.kind === asset.kind
}

function assetLines(file: DeviceFile, { id, kind }: Asset): string[] {
  if (kind === 'function') {
    const one = file.functions.find((each) => each.id === id)
    return one === undefined ? [] : [`critical function, ${one.harm}`, plural(one.patients, 'patient')]
  }
  const item = file.data.find((each) => each.id === id)
  return ['patient data', item?.records === undefined ? 'records not stated' : plural(item.records, 'record')]
}

function peopleBox(file: DeviceFile): Box {
  const { fleetSize } = file.device
  const functions = file.functions.map(
    ({ id, patients }) => `${id}: ${plural(patients * fleetSize, 'patient')} at once`,
  )
  const records = file.data
    .filter(({ kind }) => kind === 'phi')
    .map(({ id, records: held }) =>
      held === undefined ? `${id}: records not stated` : `${id}: ${plural(held * fleetSize, 'record')}`,
    )
  return { id: 'people', shape: 'people', title: 'Patients of the fleet', lines: [...functions, ...records] }
}

function relation(id: string, from: string, to: string, lines: readonly string[]): Flow {
  return { id, from, to, line: 'relation', heads: 'one', initiated: false, lines, heavy: false }
}

function blastTable(file: DeviceFile, blasts: readonly Blast[]): Table {
  return {
    id: 'blast',
    title: 'What one shared thing brings within reach',
    columns: ['Shared thing', 'Kind', 'Serves', 'Leads to, on every device', 'Patients at once', 'Records'],
    rows: blasts.map(({ thing, reached }) => [
      thing.id,
      kinds[thing.kind],
      thing.serves,
      listed(
        reached.map((one) => `${one.asset} (${words(one).join('; ')})`),
        'nothing',
      ),
      patientsOf(file, reached),
      recordsOf(file, reached),
    ]),
  }
}

function patientsOf(file: DeviceFile, reached: readonly Reached[]): string {
  const each = reached
    .filter(({ kind }) => kind === 'function')
    .map(({ asset }) => file.functions.find(({ id }) => id === asset)?.patients ?? 0)
  return each.length === 0 ? 'none' : plural(Math.max(...each) * file.device.fleetSize, 'patient')
}

function recordsOf(file: DeviceFile, reached: readonly Reached[]): string {
  const items = reached.filter(({ kind }) => kind === 'phi')
  if (items.length === 0) return 'none'
  const held = items.map(({ asset }) => file.data.find(({ id }) => id === asset)?.records)
  if (held.some((count) => count === undefined)) return 'not stated'
  const sum = held.reduce<number>((total, count) => total + (count ?? 0), 0)
  return plural(sum * file.device.fleetSize, 'record')
}
