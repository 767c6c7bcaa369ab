/** A large device in two levels, as data flow diagrams have them: all computers first, then each in detail. */
import type { Component, DeviceFile, Interface } from '@pericard/model'
import type { Box, Flow, Group, LineStyle, Scene } from '../diagram/scene.ts'
import { listed, plural } from '../table.ts'
import { componentBox, computerName, hostGroup, unique } from './system-parts.ts'
import { interfaceFlow, lineOf, phiOn } from './view.ts'

/** From the least to the most exposed; a bundle of interfaces is drawn as its most exposed one. */
const exposure: readonly LineStyle[] = [
  'relation',
  'dormant',
  'internal',
  'physical',
  'wireless',
  'network',
  'internet',
]

/** Computers of the device and zones outside of it, with the interfaces between them in bundles. */
export function overviewScene(file: DeviceFile): Scene {
  const own = file.components.filter(({ external }) => !external)
  const others = file.components.filter(({ external }) => external)
  const hosts = unique(own.map(({ host }) => host))
  const device: Group = {
    id: 'device',
    boundary: 'device',
    title: `${file.device.name} ${file.device.version}`,
    children: hosts.map((host) => hostBox(file, host, own)),
  }
  const outside = unique(others.map(({ zone }) => zone)).map((zone): Box => {
    const names = others.filter((one) => one.zone === zone).map(({ name }) => name)
    return {
      id: placeId({ external: true, zone, host: '' }),
      shape: 'external',
      title: `zone ${zone}`,
      lines: [listed(names, '', 4)],
    }
  })
  return {
    id: 'global-overview',
    title: `Global system view, overview: ${file.device.name} ${file.device.version}`,
    description: `${plural(hosts.length, 'computer')} of the device and ${plural(outside.length, 'zone')} outside of it.`,
    nodes: [device, ...outside],
    flows: bundles(file),
    direction: 'DOWN',
  }
}

/** One computer with its components, and what they speak to as single boxes. */
export function detailScene(file: DeviceFile, host: string, number: number): Scene {
  const own = file.components.filter((one) => !one.external && one.host === host)
  const inside = new Set(own.map(({ id }) => id))
  const used = file.interfaces.filter(({ from, to }) => inside.has(from) || inside.has(to))
  const neighbours = new Set(used.flatMap(({ from, to }) => [from, to]).filter((id) => !inside.has(id)))
  const others = file.components.filter(({ id }) => neighbours.has(id))
  const groups = unique(others.map(placeName(file))).map((place): Group => {
    const here = others.filter((one) => placeName(file)(one) === place)
    return {
      id: `around ${place}`,
      boundary: here.every(({ external }) => external) ? 'zone' : 'host',
      title: place,
      children: here.map((one) => ({ ...componentBox(file, one), lines: [] })),
    }
  })
  return {
    // Not the computer's name: a picture's id becomes the name of a file.
    id: `global-computer-${number}`,
    title: `Global system view, ${computerName(file, host)}: ${file.device.name} ${file.device.version}`,
    description: `${plural(own.length, 'component')} with ${plural(used.length, 'interface')}.`,
    nodes: [hostGroup(file, host, own), ...groups],
    flows: used.map((one) => interfaceFlow(file, one, true)),
    direction: 'DOWN',
  }
}

function placeId({ external, zone, host }: Pick<Component, 'external' | 'zone' | 'host'>): string {
  return external ? `outside ${zone}` : `host ${host}`
}

function placeName(file: DeviceFile): (one: Component) => string {
  return ({ external, zone, host }) => (external ? `zone ${zone}` : computerName(file, host))
}

function hostBox(file: DeviceFile, host: string, own: readonly Component[]): Box {
  const here = own.filter((one) => one.host === host)
  const ids = new Set(here.map(({ id }) => id))
  const functions = file.functions.filter(({ component }) => ids.has(component))
  const phi = file.data.filter(({ kind, at }) => kind === 'phi' && at.some((id) => ids.has(id)))
  return {
    id: placeId({ external: false, zone: '', host }),
    shape: 'process',
    title: computerName(file, host),
    lines: [
      plural(here.length, 'component'),
      `zones: ${listed(unique(here.map(({ zone }) => zone)), '', 4)}`,
      ...functions.map(({ id, harm }) => `function ${id}: ${harm}`),
      ...(phi.length === 0
        ? []
        : [
            `PHI: ${listed(
              phi.map(({ id }) => id),
              '',
              4,
            )}`,
          ]),
    ],
  }
}

/** Interfaces from one place to another as one flow that names their numbers. */
function bundles(file: DeviceFile): Flow[] {
  const places = new Map(file.components.map((one) => [one.id, placeId(one)]))
  const order = new Map(file.interfaces.map(({ id }, index) => [id, index + 1]))
  const found = new Map<string, Interface[]>()
  for (const one of file.interfaces) {
    const [from = '', to = ''] = [places.get(one.from), places.get(one.to)]
    if (from === to) continue
    const members = found.get(`${from}\n${to}`)
    if (members === undefined) found.set(`${from}\n${to}`, [one])
    else members.push(one)
  }
  return [...found].map(([ends, members]) => {
    const [from = '', to = ''] = ends.split('\n')
    const numbers = members.map((one) => String(order.get(one.id)))
    const lines = members.map(lineOf).toSorted((a, b) => exposure.indexOf(b) - exposure.indexOf(a))
    const reaches = unique(members.map(({ reach }) => reach)).filter((reach) => reach !== 'internal')
    const phi = members.some((one) => phiOn(file, one).length > 0)
    const commands = members.some((one) => one.commands.length > 0)
    const signs = [phi ? 'PHI' : '', commands ? 'commands' : ''].filter(Boolean).join(', ')
    return {
      id: `bundle ${from} ${to}`,
      from,
      to,
      line: lines[0] ?? 'relation',
      heads: members.some(({ direction }) => direction === 'both') ? 'both' : 'one',
      initiated: true,
      lines: [
        `${members.length === 1 ? 'interface' : 'interfaces'} ${listed(numbers, '', 6)}`,
        listed(reaches, ''),
        signs,
      ].filter(Boolean),
      heavy: phi,
    }
  })
}
