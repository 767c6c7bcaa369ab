import type { DeviceFile } from '@pericard/model'
import { drawScene } from '../diagram/draw.ts'
import { layoutScene } from '../diagram/layout.ts'
import type { Group, Scene } from '../diagram/scene.ts'
import { listed, plural, type Table } from '../table.ts'
import { detailScene, overviewScene } from './system-levels.ts'
import { componentBox, hostGroup, unique } from './system-parts.ts'
import { interfaceFlows, pathTable, type View } from './view.ts'

/**
 * The global system view: every component in its computer and trust zone, every other system, every interface with
 * direction, protocol, reach, who starts it and what it carries.
 */
export async function globalView(file: DeviceFile): Promise<View> {
  const scenes = scenesOf(file)
  const pictures = []
  for (const scene of scenes) pictures.push(drawScene(await layoutScene(scene)))
  const levels =
    scenes.length <= 1 ? '' : ' The device is large: an overview comes first, then each computer by itself.'
  const whole = isDrawable(file)
    ? ''
    : ` It has ${plural(file.components.length, 'component')} and ${plural(file.interfaces.length, 'interface')}, too many for one picture of the whole.`
  return {
    id: 'global',
    title: 'Global system view',
    about: `Components of the device stand inside their computer and trust zone, other systems outside of it. A flow has the number of its row in the table; a dot marks the end that starts it.${levels}${whole}`,
    pictures,
    tables: [componentTable(file), pathTable(file)],
  }
}

/** From here on one picture cannot be read on one page. */
const levelsFrom = { components: 30, interfaces: 40 }
/** Beyond this a picture of the whole tells nobody anything; tables have no such end. */
const wholeMax = { components: 150, interfaces: 250 }
/** Computers in one overview and the largest of them that is drawn by itself; the rest is left to the tables. */
const overviewMax = { computers: 24 }
const detailMax = { components: 80, interfaces: 150 }

function scenesOf(file: DeviceFile): Scene[] {
  const { components, interfaces } = file
  const large = components.length > levelsFrom.components || interfaces.length > levelsFrom.interfaces
  if (!large) return [globalScene(file)]
  const own = components.filter(({ external }) => !external)
  const hosts = unique(own.map(({ host }) => host))
  if (hosts.length > overviewMax.computers) return []
  return [
    overviewScene(file),
    ...(hosts.length > 1 || !isDrawable(file)
      ? hosts.flatMap((host, index) => detailOf(file, host, index + 1))
      : []),
    ...(isDrawable(file) ? [globalScene(file)] : []),
  ]
}

function detailOf(file: DeviceFile, host: string, number: number): Scene[] {
  const scene = detailScene(file, host, number)
  const inside = file.components.filter((one) => !one.external && one.host === host)
  const readable = inside.length <= detailMax.components && scene.flows.length <= detailMax.interfaces
  return readable ? [scene] : []
}

function isDrawable({ components, interfaces }: DeviceFile): boolean {
  return components.length <= wholeMax.components && interfaces.length <= wholeMax.interfaces
}

export function globalScene(file: DeviceFile): Scene {
  const own = file.components.filter(({ external }) => !external)
  const others = file.components.filter(({ external }) => external)
  const device: Group = {
    id: 'device',
    boundary: 'device',
    title: `${file.device.name} ${file.device.version}`,
    children: unique(own.map(({ host }) => host)).map((host) => hostGroup(file, host, own)),
  }
  const outside = unique(others.map(({ zone }) => zone)).map(
    (zone): Group => ({
      id: `outside ${zone}`,
      boundary: 'zone',
      title: `zone ${zone}`,
      children: others.filter((one) => one.zone === zone).map((one) => componentBox(file, one)),
    }),
  )
  const systems = plural(others.length, 'system')
  return {
    id: 'global',
    title: `Global system view: ${file.device.name} ${file.device.version}`,
    description: `${plural(own.length, 'component')} of the device and ${systems} outside of it, with ${plural(file.interfaces.length, 'interface')} between them.`,
    nodes: [device, ...outside],
    flows: interfaceFlows(file),
    direction: 'DOWN',
  }
}

function componentTable(file: DeviceFile): Table {
  return {
    id: 'components',
    title: 'Components and systems',
    columns: ['Component', 'Name', 'Kind', 'Class', 'Computer', 'Zone', 'Isolated by', 'Holds', 'Purpose'],
    rows: file.components.map((one) => [
      one.id,
      one.name,
      one.external ? `${one.kind}, outside the device` : one.kind,
      one.class ?? 'not ours',
      one.external ? '' : one.host,
      one.zone,
      listed(one.external ? one.protectedBy : one.isolatedBy, 'nothing'),
      listed(
        file.data.filter(({ at }) => at.includes(one.id)).map(({ id }) => id),
        'nothing',
      ),
      one.purpose,
    ]),
  }
}
