import type { Component, DeviceFile, Interface } from '@pericard/model'
import type { Analysis } from '../types.ts'
import { controlState, otmThreats, type OtmThreats } from './otm-threats.ts'
import type { OtmAttributes, OtmComponent, OtmDataflow, OtmDocument } from './otm-types.ts'

/** Of each line of defence that the policy demands; 4 is the most it can. */
const ratingPerDepth = 25
/** Of a zone in which all, some or none of the components are the maker's. */
const trust = { own: 100, mixed: 50, foreign: 0 } as const

/**
 * The device file and what the analysis found as an Open Threat Model 0.2.0, a plain JSON value.
 *
 * Components, flows, data, zones, findings with their CWEs, goals and controls are in it; what the format has no place for
 * (commands, envelopes, keys, roles, updates) is in attributes or left out. Three numbers that the format demands and a device
 * file does not have are derived: trust of a zone from who makes its components, ratings of an asset from the depths that the
 * policy demands, and the reduction by a control is 0, as no control is worth a fixed number.
 */
export function toOtm(file: DeviceFile, analysis: Analysis): OtmDocument {
  const { device } = file
  const threats = otmThreats(file, analysis)
  return {
    otmVersion: '0.2.0',
    project: {
      id: device.id,
      name: device.name,
      description: device.intendedUse,
      owner: device.manufacturer,
      attributes: attributes({
        version: device.version,
        'udi-di': device.udiDi,
        class: device.class,
        'fleet-size': device.fleetSize,
        level: analysis.level,
      }),
    },
    trustZones: zonesOf(file.components),
    components: file.components.map((component) => componentOf(component, file, threats)),
    dataflows: file.interfaces.map((one) => flowOf(one, file, threats)),
    assets: file.data.map((item) => assetOf(item, analysis)),
    threats: threats.all,
    mitigations: file.controls.map((control) => ({
      id: control.id,
      name: control.title,
      riskReduction: 0,
      attributes: attributes({
        kind: control.kind,
        state: controlState(control),
        by: control.enforcement.by,
        mechanism: 'mechanism' in control.enforcement ? control.enforcement.mechanism : undefined,
        probes: control.probes,
      }),
    })),
  }
}

/** Values as texts; what is not stated is not there. */
function attributes(
  values: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>,
): OtmAttributes {
  const stated = Object.entries(values).flatMap(([key, value]): [string, string][] => {
    const text = typeof value === 'object' ? value.join(', ') : String(value ?? '')
    return text === '' ? [] : [[key, text]]
  })
  return Object.fromEntries(stated)
}

function zonesOf(components: readonly Component[]): OtmDocument['trustZones'] {
  return [...Map.groupBy(components, ({ zone }) => zone)].map(([id, inside]) => {
    const foreign = inside.filter(({ external }) => external).length
    const who = foreign === 0 ? 'own' : foreign === inside.length ? 'foreign' : 'mixed'
    return { id, name: id, type: who, risk: { trustRating: trust[who] } }
  })
}

function componentOf(component: Component, file: DeviceFile, threats: OtmThreats): OtmComponent {
  const { id, name, kind, purpose, zone, external, storage } = component
  const held = file.data.filter(({ at }) => at.includes(id)).map((item) => item.id)
  return {
    id,
    name,
    type: kind,
    description: purpose,
    parent: { trustZone: zone },
    tags: external ? ['external'] : [],
    assets: { processed: held, stored: storage === undefined ? [] : held },
    threats: threats.atComponents.get(id) ?? [],
    attributes: attributes({
      class: component.class,
      host: component.host,
      'isolated-by': component.isolatedBy,
      'protected-by': component.protectedBy,
      medium: storage?.media,
      encryption: storage?.encryption,
      soup: component.soup,
      functions: file.functions.filter((one) => one.component === id).map((one) => one.id),
    }),
  }
}

function flowOf(one: Interface, file: DeviceFile, threats: OtmThreats): OtmDataflow {
  const nameOf = (id: string): string => file.components.find((component) => component.id === id)?.name ?? id
  return {
    id: one.id,
    name: `${one.protocol} from ${nameOf(one.from)} to ${nameOf(one.to)}`,
    source: one.from,
    destination: one.to,
    bidirectional: one.direction === 'both',
    tags: one.active ? [] : ['dormant'],
    assets: one.carries,
    threats: threats.atInterfaces.get(one.id) ?? [],
    attributes: attributes({
      protocol: one.protocol,
      version: one.version,
      port: one.port,
      reach: one.reach,
      commands: one.commands,
      authentication: one.authentication,
      protection: one.protection,
      validation: one.validation,
      'flood-by': one.floodBy,
      'closed-by': one.closedBy,
    }),
  }
}

function assetOf(item: DeviceFile['data'][number], { goals }: Analysis): OtmDocument['assets'][number] {
  const { id, kind, why, keep, records } = item
  const rating = (goal: string): number =>
    (goals.find((one) => one.asset === id && one.goal === goal)?.wanted ?? 0) * ratingPerDepth
  return {
    id,
    name: id,
    ...(why === undefined ? {} : { description: why }),
    risk: {
      confidentiality: rating('disclosed'),
      integrity: rating('altered'),
      availability: rating('lost'),
      comment: `${ratingPerDepth} for each line of defence that the policy demands`,
    },
    attributes: attributes({
      kind,
      'keep-ms': keep,
      records,
      elements: item.elements,
    }),
  }
}
