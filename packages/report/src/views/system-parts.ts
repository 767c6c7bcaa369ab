/** Boxes and boundaries that the system views share. */
import type { Component, DeviceFile } from '@pericard/model'
import type { Box, Group, Shape } from '../diagram/scene.ts'
import { listed } from '../table.ts'

export function hostGroup(file: DeviceFile, host: string, own: readonly Component[]): Group {
  const here = own.filter((one) => one.host === host)
  const zones = unique(here.map(({ zone }) => zone))
  const boxes = (zone: string): Box[] =>
    here.filter((one) => one.zone === zone).map((one) => componentBox(file, one))
  const [only] = zones
  if (zones.length === 1 && only !== undefined)
    return {
      id: `host ${host}`,
      boundary: 'host',
      title: `${computerName(file, host)}, zone ${only}`,
      children: boxes(only),
    }
  return {
    id: `host ${host}`,
    boundary: 'host',
    title: computerName(file, host),
    children: zones.map((zone) => ({
      id: `host ${host} zone ${zone}`,
      boundary: 'zone',
      title: `zone ${zone}`,
      children: boxes(zone),
    })),
  }
}

export function computerName(file: DeviceFile, id: string): string {
  return `computer ${file.hosts.find((one) => one.id === id)?.name ?? id}`
}

export function componentShape({ external, kind, storage }: Component): Shape {
  if (external) return 'external'
  return kind === 'store' || storage !== undefined ? 'store' : 'process'
}

export function componentBox(file: DeviceFile, one: Component): Box {
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

export function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
