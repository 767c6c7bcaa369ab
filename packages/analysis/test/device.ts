/** Small device files for tests: say only what the test is about. */
import type {
  AcceptedRisk,
  Backup,
  Capability,
  Component,
  Control,
  CriticalFunction,
  DataItem,
  DeviceFile,
  Host,
  Interface,
  Key,
  LifeStage,
  Logging,
  Role,
  SoupItem,
  Update,
  UseCase,
} from '@pericard/model'

type Part<T> = Partial<T> & { readonly id: string }

export interface DeviceParts {
  readonly device?: Partial<DeviceFile['device']>
  readonly hosts?: readonly Part<Host>[]
  readonly components?: readonly Part<Component>[]
  readonly data?: readonly Part<DataItem>[]
  readonly backups?: readonly Part<Backup>[]
  readonly functions?: readonly Part<CriticalFunction>[]
  readonly interfaces?: readonly Part<Interface>[]
  readonly keys?: readonly Part<Key>[]
  readonly roles?: readonly Part<Role>[]
  readonly controls?: readonly (string | Part<Control>)[]
  readonly soup?: readonly (string | Part<SoupItem>)[]
  readonly updates?: readonly Part<Update>[]
  readonly diagnostics?: readonly Part<Capability>[]
  readonly monitoring?: readonly Part<Capability>[]
  readonly logging?: Partial<Logging>
  readonly stages?: readonly Part<LifeStage>[]
  readonly useCases?: readonly Part<UseCase>[]
  readonly vault?: DeviceFile['vault']
  readonly policy?: Partial<DeviceFile['policy']>
  readonly accepted?: readonly Part<AcceptedRisk>[]
}

export function device(parts: DeviceParts): DeviceFile {
  return {
    pericard: 1,
    device: {
      id: 'test-device',
      name: 'Test device',
      manufacturer: 'Test',
      udiDi: '00000000000000',
      version: '1.0.0',
      intendedUse: 'tests',
      class: 'C',
      fleetSize: 1000,
      ...parts.device,
    },
    hosts: (parts.hosts ?? []).map((one) => ({
      name: one.id,
      caseBy: [],
      memoryBy: [],
      bootBy: [],
      power: 'battery',
      keyStorage: 'tpm',
      hardenedBy: [],
      ...one,
    })),
    components: (parts.components ?? []).map(component),
    data: (parts.data ?? []).map((one) => ({
      kind: 'phi',
      why: 'care',
      keep: 3_600_000,
      at: [],
      records: 1,
      elements: ['name'],
      fhir: [],
      contains: [],
      neededBy: [],
      integrityBy: [],
      erasedBy: [],
      ...one,
    })),
    backups: (parts.backups ?? []).map((one) => ({ of: [], at: '', encryption: 'none', ...one })),
    functions: (parts.functions ?? []).map(criticalFunction),
    interfaces: (parts.interfaces ?? []).map(wire),
    keys: (parts.keys ?? []).map((one) => ({
      kind: 'symmetric',
      scope: 'device',
      at: [],
      storedBy: 'operator',
      purpose: 'tests',
      roles: [],
      rotateDays: 365,
      default: false,
      releasedBy: [],
      ...one,
    })),
    roles: (parts.roles ?? []).map((one) => ({
      name: one.id,
      kind: 'technician',
      individual: true,
      notWith: [],
      ...one,
    })),
    controls: (parts.controls ?? []).map((one) => control(typeof one === 'string' ? { id: one } : one)),
    soup: {
      sboms: [],
      items: (parts.soup ?? []).map((one) => soupItem(typeof one === 'string' ? { id: one } : one)),
    },
    updates: (parts.updates ?? []).map((one) => ({
      components: [],
      way: 'remote',
      interface: '',
      verifiedBy: [],
      signedWith: [],
      rollbackProtected: true,
      confidentialBy: [],
      ...one,
    })),
    diagnostics: (parts.diagnostics ?? []).map(capability),
    monitoring: (parts.monitoring ?? []).map(capability),
    ...(parts.logging === undefined
      ? {}
      : { logging: { events: [], log: '', integrityBy: [], alerts: [], ...parts.logging } }),
    stages: (parts.stages ?? []).map((one) => ({
      stage: 'service',
      components: [],
      keys: [],
      data: [],
      protectedBy: [],
      purpose: 'tests',
      ...one,
    })),
    useCases: (parts.useCases ?? []).map((one) => ({
      name: one.id,
      state: 'standby',
      interfaces: [],
      purpose: 'tests',
      ...one,
    })),
    vault: parts.vault ?? { unlock: [] },
    policy: {
      phi: { disclosed: 2, altered: 1, lost: 1 },
      function: { commanded: 2, overdriven: 2, altered: 2, denied: 2, masked: 2 },
      evidenceDays: 30,
      advisoryDays: 7,
      ...parts.policy,
    },
    accepted: (parts.accepted ?? []).map((one) => ({
      finding: '',
      owner: 'owner',
      reason: 'reason',
      expires: '2030-01-01',
      ...one,
    })),
    positions: new Map(),
  }
}

function component(one: Part<Component>): Component {
  return {
    name: one.id,
    kind: 'application',
    external: false,
    zone: 'device',
    // A host of its own: nothing is shared unless the test says so.
    host: one.id,
    isolatedBy: [],
    protectedBy: [],
    soup: [],
    languages: [],
    kioskBy: [],
    watchedBy: [],
    hardenedBy: [],
    purpose: 'tests',
    ...one,
  }
}

function wire(one: Part<Interface>): Interface {
  return {
    from: '',
    to: '',
    protocol: 'https',
    version: '1.1',
    port: '443/tcp',
    direction: 'one-way',
    carries: [],
    commands: [],
    reach: 'internal',
    active: true,
    authentication: [],
    verifiedAt: 'receiver',
    credentials: [],
    credentialLife: '90 days',
    roles: [],
    protection: [],
    validation: [],
    parsedBy: [],
    floodBy: [],
    session: 'ends after 15 minutes',
    onError: 'closes',
    closedBy: [],
    use: 'clinical',
    handles: [],
    replayBy: [],
    ...one,
  }
}

function criticalFunction(one: Part<CriticalFunction>): CriticalFunction {
  return {
    component: '',
    harm: 'catastrophic',
    hazard: 'H-1',
    safeState: 'stop',
    commands: [],
    envelope: { initialState: 'stopped' },
    patients: 1,
    alarms: [],
    interlockBy: [],
    feedbackBy: [],
    inputs: [],
    ...one,
  }
}

function control(one: Part<Control>): Control {
  const restsOn = { soup: [], keys: [], roles: [], controls: [], ...one.restsOn }
  return {
    title: one.id,
    kind: 'authentication',
    enforcement: { by: 'mechanism', mechanism: 'tests' },
    probes: ['tls-downgrade'],
    stops: [],
    sideEffects: [],
    sideEffectsTreatedBy: [],
    ...one,
    restsOn,
  }
}

function soupItem(one: Part<SoupItem>): SoupItem {
  return {
    title: one.id,
    manufacturer: 'Test',
    version: '1',
    purpose: 'tests',
    support: 'maintained',
    ...one,
  }
}

function capability(one: Part<Capability>): Capability {
  return {
    interface: '',
    allows: [],
    at: '',
    access: 'local',
    roles: [],
    benefit: 'help from afar',
    risk: 'another way in',
    sessionMinutes: 30,
    audited: true,
    approvedBy: [],
    ...one,
  }
}
