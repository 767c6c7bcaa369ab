/** A made-up hospital cart: many modules on several computers, each behind its own controls. Same seed, same device. */
import type { Component, Control, DeviceFile, Interface, Reach } from '@pericard/model'

const none: readonly string[] = []
const perHost = 10

export function largeDevice(components: number, interfaces: number): DeviceFile {
  const random = generator(1)
  const pick = (below: number): number => Math.floor(random() * below)
  const controls = components
  const soup = 200
  const some = (count: number): string[] => Array.from({ length: count }, () => `control-${pick(controls)}`)
  return {
    pericard: 1,
    device: {
      id: 'cart',
      name: 'Cart',
      manufacturer: 'Bench',
      udiDi: '0',
      version: '1',
      intendedUse: 'bench',
      class: 'C',
      fleetSize: 100,
    },
    hosts: [],
    components: Array.from(
      { length: components },
      (_, index): Component => ({
        id: `component-${index}`,
        name: `Component ${index}`,
        kind: 'application',
        external: false,
        zone: 'cart',
        host: `host-${Math.floor(index / perHost)}`,
        isolatedBy: some(1),
        protectedBy: none,
        soup: [`soup-${pick(soup)}`, `soup-${pick(soup)}`],
        languages: [],
        kioskBy: none,
        watchedBy: none,
        hardenedBy: none,
        purpose: 'bench',
        ...(index % 10 === 0 ? { storage: { media: 'internal', encryption: 'vault' } } : {}),
      }),
    ),
    data: Array.from({ length: components / 20 }, (_, index) => ({
      id: `data-${index}`,
      kind: 'phi',
      why: 'bench',
      keep: 1,
      at: [`component-${index * 20}`],
      records: 1,
      elements: ['name'],
      fhir: none,
      contains: none,
      neededBy: none,
      integrityBy: none,
      erasedBy: none,
    })),
    backups: [],
    functions: Array.from({ length: components / 50 }, (_, index) => ({
      id: `function-${index}`,
      component: `component-${index * 50 + 1}`,
      harm: 'critical',
      safeState: 'stop',
      commands: [],
      envelope: { initialState: 'stopped' },
      envelopeBy: `control-${pick(controls)}`,
      imageBy: `control-${pick(controls)}`,
      floodBy: `control-${pick(controls)}`,
      patients: 1,
      alarms: [],
      interlockBy: none,
      feedbackBy: none,
      inputs: none,
    })),
    interfaces: Array.from(
      { length: interfaces },
      (_, index): Interface => wire(index, components, pick, some),
    ),
    keys: ['device-share', 'fleet-share'].map((id) => ({
      id,
      kind: 'share',
      scope: 'device',
      at: ['component-0'],
      storedBy: 'vault',
      purpose: 'bench',
      roles: none,
      default: false,
      releasedBy: none,
    })),
    roles: [{ id: 'technician', name: 'Technician', kind: 'technician', individual: true, notWith: none }],
    controls: Array.from(
      { length: controls },
      (_, index): Control => ({
        id: `control-${index}`,
        title: `Control ${index}`,
        kind: 'validation',
        enforcement: { by: 'mechanism', mechanism: 'bench' },
        restsOn: {
          soup: index % 7 === 0 ? [`soup-${pick(soup)}`] : none,
          keys: none,
          roles: none,
          controls: none,
        },
        probes: none,
        stops: [],
        sideEffects: [],
        sideEffectsTreatedBy: none,
      }),
    ),
    soup: {
      sboms: none,
      items: Array.from({ length: soup }, (_, index) => ({
        id: `soup-${index}`,
        title: `Soup ${index}`,
        manufacturer: 'Bench',
        version: '1',
        purpose: 'bench',
      })),
    },
    updates: [],
    diagnostics: [],
    monitoring: [],
    stages: [],
    useCases: [],
    vault: { unlock: ['device-share', 'fleet-share'] },
    policy: {
      phi: { disclosed: 2, altered: 2, lost: 2 },
      function: { commanded: 2, overdriven: 2, altered: 2, denied: 2, masked: 2 },
      evidenceDays: 30,
      advisoryDays: 7,
    },
    accepted: [],
    positions: new Map(),
  }
}

function wire(
  index: number,
  components: number,
  pick: (below: number) => number,
  some: (count: number) => string[],
): Interface {
  const places: readonly Reach[] = [
    'ward-network',
    'hospital-network',
    'wireless',
    'physical-port',
    'internet',
  ]
  return {
    id: `interface-${index}`,
    from: `component-${pick(components)}`,
    to: `component-${pick(components)}`,
    protocol: 'https',
    direction: index % 2 === 0 ? 'both' : 'one-way',
    carries: index % 20 === 0 ? [`data-${pick(components / 20)}`] : none,
    commands: none,
    // Two in a hundred can be touched from outside.
    reach: index % 50 === 0 ? (places[pick(places.length)] ?? 'internet') : 'internal',
    active: index % 100 !== 1,
    authentication: some(1),
    credentials: none,
    roles: index % 100 === 0 ? ['technician'] : none,
    protection: some(1),
    validation: some(1),
    parsedBy: index % 10 === 0 ? [`soup-${pick(200)}`] : none,
    floodBy: some(1),
    closedBy: some(1),
    use: 'clinical',
    handles: [],
    replayBy: none,
  }
}

/** mulberry32: small, and the same numbers everywhere. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
