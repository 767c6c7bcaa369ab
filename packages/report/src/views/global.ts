import type { Component, DeviceFile } from '@pericard/model'
import { drawScene } from '../diagram/draw.ts'
import { layoutScene } from '../diagram/layout.ts'
import type { Box, Group, Scene, Shape } from '../diagram/scene.ts'
import { listed, plural, type Table } from '../table.ts'
import { interfaceFlows, pathTable, type View } from './view.ts'

/**
 * The global system view: every component in its computer and trust zone, every other system, every interface with
 * direction, protocol, reach, who starts it and what it carries.
 */
export async function globalView(file: DeviceFile): Promise<View> {
  const scene = globalScene(file)
  return {
    id: 'global',
    title: 'Global system view',
    about:
      'Components of the device stand inside their computer and trust zone, other systems outside of it. A flow has the number of its row in the table; a dot marks the end that starts it.',
    pictures: [drawScene(await layoutScene(scene))],
    tables: [componentTable(file), pathTable(file)],
  }
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

function hostGroup(file: DeviceFile, host: string, own: readonly Component[]): Group {
  const here = own.filter((one) => one.host === host)
  const zones = unique(here.map(({ zone }) => zone))
  const boxes = (zone: string): Box[] =>
    here.filter((one) => one.zone === zone).map((one) => componentBox(file, one))
  const [only] = zones
  if (zones.length === 1 && only !== undefined)
    return {
      id: `host ${host}`,
      boundary: 'host',
      title: `${computer(file, host)}, zone ${only}`,
      children: boxes(only),
    }
  return {
    id: `host ${host}`,
    boundary: 'host',
    title: computer(file, host),
    children: zones.map((zone) => ({
      id: `host ${host} zone ${zone}`,
      boundary: 'zone',
      title: `zone ${zone}`,
      children: boxes(zone),
    })),
  }
}

function computer(file: DeviceFile, id: string): string {
  return `computer ${file.hosts.find((one) => one.id === id)?.name ?? id}`
}

export function componentShape({ external, kind, storage }: Component): Shape {
  if (external) return 'external'
  return kind === 'store' || storage !== undefined ? 'store' : 'process'
}

function componentBox(file: DeviceFile, one: Component): Box {
  const phi = file.data.filter(({ kind, at }) => kind === 'phi' && at.includes(one.id)).map(({ id }) => id)
  const functions = file.functions.filter(({ component }) => component === one.id)
  return {
    id: `component ${one.id}`,
    shape: componentShape(one),
    title: one.name,
    lines: [
      [one.kind, one.class === undefined ? '' : `class ${one.class}`].filter(Boolean).join(', '),
      ...functions.map(({ id, harm }) => `function ${id}: ${harm}`),
      ...(phi.length === 0 ? [] : [`PHI: ${listed(phi, '', 3)}`]),
    ],
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

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
