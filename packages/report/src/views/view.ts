import type { DeviceFile, Interface } from '@pericard/model'
import type { Picture } from '../diagram/draw.ts'
import type { Flow, LineStyle } from '../diagram/scene.ts'
import { listed, type Table } from '../table.ts'

/** The four views that FDA asks for (premarket cybersecurity guidance, February 2026, V.B.2). */
export type ViewId = 'global' | 'multi-patient' | 'update' | 'use-cases'

/** A view is pictures and text: a reviewer asks for both. */
export interface View {
  readonly id: ViewId
  readonly title: string
  /** What it shows and how to read it. */
  readonly about: string
  readonly pictures: readonly Picture[]
  readonly tables: readonly Table[]
}

/** The line that an interface is drawn with. */
export function lineOf({ reach, active }: Interface): LineStyle {
  if (!active) return 'dormant'
  switch (reach) {
    case 'internal':
    case 'wireless':
    case 'internet':
      return reach
    case 'physical-open':
    case 'physical-port':
      return 'physical'
    case 'ward-network':
    case 'hospital-network':
      return 'network'
  }
}

/** Ids of the patient data that an interface carries. */
export function phiOn(file: DeviceFile, { carries }: Interface): string[] {
  return carries.filter((id) => file.data.find((item) => item.id === id)?.kind === 'phi')
}

/** From here on a picture of all interfaces says of each its name and what matters most; the rest is in the table. */
const briefFrom = 24

/** An interface as a flow, with its number in the file, protocol, reach and what it carries. */
export function interfaceFlow(file: DeviceFile, one: Interface, brief = false): Flow {
  const phi = phiOn(file, one)
  return {
    id: `interface ${one.id}`,
    from: `component ${one.from}`,
    to: `component ${one.to}`,
    line: lineOf(one),
    heads: one.direction === 'both' ? 'both' : 'one',
    initiated: true,
    lines: (brief ? briefLines(file, one) : fullLines(file, one)).filter((line) => line !== ''),
    heavy: phi.length > 0,
  }
}

/** All interfaces of a file as flows. */
export function interfaceFlows(file: DeviceFile): Flow[] {
  return file.interfaces.map((one) => interfaceFlow(file, one, file.interfaces.length >= briefFrom))
}

function headLine(file: DeviceFile, one: Interface): string {
  return `${file.interfaces.indexOf(one) + 1} ${one.id}`
}

function fullLines(file: DeviceFile, one: Interface): string[] {
  const phi = phiOn(file, one)
  const other = one.carries.filter((id) => !phi.includes(id))
  return [
    headLine(file, one),
    [one.protocol, one.version].filter((part) => part !== undefined).join(' '),
    [one.active ? '' : 'dormant', one.reach === 'internal' ? '' : one.reach].filter(Boolean).join(', '),
    phi.length === 0 ? '' : `PHI: ${listed(phi, '', 2)}`,
    other.length === 0 ? '' : `data: ${listed(other, '', 2)}`,
    one.commands.length === 0 ? '' : `commands: ${listed(one.commands, '', 2)}`,
  ]
}

function briefLines(file: DeviceFile, one: Interface): string[] {
  const signs = [
    one.active ? '' : 'dormant',
    phiOn(file, one).length > 0 ? 'PHI' : '',
    one.commands.length > 0 ? 'commands' : '',
  ]
  return [headLine(file, one), one.protocol, signs.filter(Boolean).join(', ')]
}

/** What each communication path states (guidance, appendix 2), as a table that goes with the pictures by number. */
export function pathTable(file: DeviceFile): Table {
  return {
    id: 'paths',
    title: 'Communication paths',
    columns: [
      'No.',
      'Path',
      'From → to',
      'Protocol, port',
      'Reach',
      'Carries',
      'Commands',
      'Roles',
      'Authentication, verified at',
      'Protection',
      'Credential life',
      'Session',
      'On error',
    ],
    rows: file.interfaces.map((one, index) => [
      String(index + 1),
      `${one.id}${one.active ? '' : ` (dormant; kept shut by ${listed(one.closedBy, 'nothing')})`}`,
      `${one.from} ${one.direction === 'both' ? '↔' : '→'} ${one.to}`,
      [one.protocol, one.version, one.port].filter((part) => part !== undefined).join(', '),
      one.reach,
      listed(one.carries, 'no declared data'),
      listed(one.commands, 'none'),
      listed(one.roles, 'not stated'),
      `${listed(one.authentication, 'none')}; at ${one.verifiedAt ?? 'not stated'}`,
      listed(one.protection, 'none'),
      one.credentialLife ?? 'not stated',
      one.session ?? 'not stated',
      one.onError ?? 'not stated',
    ]),
  }
}
