/** A pump made from real analysis, so that the console is tested with the shapes it will meet. */
import { analyse, type Analysis, type Level } from '@pericard/analysis'
import type {
  DeviceSummary,
  DeviceView,
  EvidenceView,
  SoupFindingView,
} from '@pericard/protocol/operator-api'
import { device } from '../../../packages/analysis/test/device.ts'

export const now: number = Date.UTC(2026, 5, 1, 9, 30)
const day = 86_400_000
const pumpId = 'infusion-pump:SN-0001'

const file = device({
  device: { id: 'infusion-pump', name: 'Infusion pump', version: '1.4.2' },
  components: [
    { id: 'pump-controller', host: 'board', isolatedBy: ['gate-sandbox'] },
    { id: 'gateway-app', host: 'board', soup: ['openssl', 'hl7-parser'], isolatedBy: ['app-sandbox'] },
    { id: 'pump-store', host: 'board', storage: { media: 'removable', encryption: 'vault' } },
    { id: 'nurse-screen', host: 'board', kind: 'display' },
    { id: 'hospital-ehr', external: true, protectedBy: ['ehr-login'] },
    { id: 'maker-fleet', external: true, protectedBy: ['fleet-login'] },
  ],
  data: [
    {
      id: 'dosing-history',
      at: ['pump-store', 'gateway-app'],
      records: 40,
      elements: ['name', 'dose', 'time'],
    },
    { id: 'vital-signs', at: ['gateway-app'], records: 12, elements: ['heart rate', 'time'] },
  ],
  functions: [
    {
      id: 'deliver-drug',
      component: 'pump-controller',
      envelopeBy: 'envelope',
      imageBy: 'image-check',
      floodBy: 'cpu-limit',
      patients: 1,
      commands: [{ id: 'set-rate', parameters: {}, roles: ['nurse'], confirm: 'at-device', states: [] }],
    },
  ],
  interfaces: [
    {
      id: 'ehr-export',
      from: 'gateway-app',
      to: 'hospital-ehr',
      reach: 'hospital-network',
      direction: 'both',
      carries: ['dosing-history'],
      protection: ['link-tls'],
      authentication: ['mutual-tls'],
      validation: ['fhir-check'],
      parsedBy: ['openssl'],
      credentials: ['device-certificate'],
    },
    {
      id: 'ward-hl7',
      from: 'hospital-ehr',
      to: 'gateway-app',
      reach: 'ward-network',
      protocol: 'hl7-v2',
      carries: ['vital-signs'],
      protection: ['link-tls'],
      authentication: ['mutual-tls'],
      validation: ['hl7-check'],
      parsedBy: ['hl7-parser'],
    },
    {
      id: 'rate-commands',
      from: 'gateway-app',
      to: 'pump-controller',
      commands: ['deliver-drug'],
      authentication: ['mutual-tls'],
      validation: ['envelope'],
      roles: ['nurse'],
    },
    {
      id: 'usb-service',
      from: 'maker-fleet',
      to: 'gateway-app',
      reach: 'physical-port',
      use: 'service',
      active: false,
      closedBy: ['service-plug'],
      authentication: ['technician-token'],
      validation: ['fhir-check'],
      roles: ['technician'],
    },
  ],
  keys: [
    { id: 'device-share', kind: 'share' },
    { id: 'fleet-share', kind: 'share', storedBy: 'fleet' },
    { id: 'device-certificate', kind: 'private' },
  ],
  roles: [
    { id: 'nurse', name: 'nurse', kind: 'clinician' },
    { id: 'technician', name: 'service technician' },
  ],
  controls: [
    {
      id: 'link-tls',
      title: 'TLS 1.2 or better',
      kind: 'encryption',
      enforcement: { by: 'guard', mechanism: 'link-policy' },
      restsOn: { soup: ['openssl'], keys: [], roles: [], controls: [] },
    },
    {
      id: 'mutual-tls',
      title: 'Client certificate',
      restsOn: { soup: ['openssl'], keys: [], roles: [], controls: [] },
    },
    { id: 'fhir-check', title: 'Strict FHIR parser', kind: 'validation' },
    { id: 'hl7-check', title: 'Strict HL7 parser', kind: 'validation', probes: ['malformed-input'] },
    {
      id: 'envelope',
      title: 'Command envelope',
      kind: 'envelope',
      enforcement: { by: 'guard', mechanism: 'gate' },
      probes: ['command-outside-envelope'],
    },
    { id: 'image-check', title: 'Verified image', kind: 'image-verification' },
    { id: 'cpu-limit', title: 'Processor limit', kind: 'flood-limit' },
    { id: 'gate-sandbox', title: 'Gate sandbox', kind: 'isolation' },
    { id: 'app-sandbox', title: 'Gateway sandbox', kind: 'isolation' },
    { id: 'service-plug', title: 'Sealed service port', kind: 'physical', enforcement: { by: 'procedure' } },
    { id: 'technician-token', title: 'Technician token' },
    { id: 'ehr-login', title: 'Hospital sign-in', enforcement: { by: 'procedure' } },
    { id: 'fleet-login', title: 'Fleet sign-in' },
  ],
  soup: [
    { id: 'openssl', title: 'OpenSSL', version: '3.0.15', purl: 'pkg:deb/debian/openssl@3.0.15' },
    { id: 'hl7-parser', title: 'node-hl7', version: '2.1.0', purl: 'pkg:npm/node-hl7@2.1.0' },
  ],
  vault: { unlock: ['device-share', 'fleet-share'] },
})

const proven = [
  'link-tls',
  'mutual-tls',
  'envelope',
  'fhir-check',
  'gate-sandbox',
  'app-sandbox',
  'technician-token',
  'fleet-login',
]

export function pumpAnalysis(level: Level): Analysis {
  return analyse(file, { now, level, proven })
}

export function pumpView(): DeviceView {
  const analyses = {
    declared: pumpAnalysis('declared'),
    enforced: pumpAnalysis('enforced'),
    proven: pumpAnalysis('proven'),
  }
  const least = ({ goals }: Analysis): number => Math.min(...goals.map(({ depth }) => depth))
  const summary: DeviceSummary = {
    id: pumpId,
    name: 'Infusion pump',
    model: 'infusion-pump',
    version: '1.4.2',
    status: 'enrolled',
    lastSeen: now,
    depth: {
      declared: least(analyses.declared),
      enforced: least(analyses.enforced),
      proven: least(analyses.proven),
    },
    findings: analyses.declared.findings.length,
    soupFindings: 2,
    software: [
      { component: 'controller', running: 14, last: 'up-to-date', number: 14, failed: false, at: now },
      {
        component: 'gateway-app',
        running: 6,
        last: 'refused',
        code: 'UPDATE_IMAGE_ALTERED',
        failed: true,
        at: now,
      },
      { component: 'touch-screen', running: 3, last: 'waiting', number: 4, failed: false, at: now },
    ],
  }
  return {
    summary,
    analyses,
    soup: { dataAsOf: '2026-05-31', findings: soupFindings(analyses.declared), counts: { matched: 2 } },
    evidence,
    events: [
      { device: pumpId, sequence: 1, at: now - 60_000, kind: 'enrolled', detail: 'certificate issued' },
      { device: pumpId, sequence: 2, at: now - 30_000, kind: 'observations', detail: '12 stored' },
    ],
    observations: 1284,
  }
}

function soupFindings({ goals }: Analysis): SoupFindingView[] {
  const after = new Map(
    analyse(file, { now, assume: ['soup:openssl'] }).goals.map(({ asset, goal, depth }) => [
      `${asset}/${goal}`,
      depth,
    ]),
  )
  const lowers = goals.flatMap(({ asset, goal, depth }) => {
    const then = after.get(`${asset}/${goal}`) ?? depth
    return then < depth ? [{ asset, goal, before: depth, after: then }] : []
  })
  const common = { aliases: [], severity: 'high' }
  return [
    {
      ...common,
      component: 'left-pad',
      version: '1.0.0',
      purl: 'pkg:npm/left-pad@1.0.0',
      vulnerability: 'TEST-2026-0001',
      summary: 'A made-up weakness in a package that no component loads',
      lowers: [],
      because: 'no component of the device file runs it',
    },
    {
      ...common,
      component: 'OpenSSL',
      version: '3.0.15',
      purl: 'pkg:deb/debian/openssl@3.0.15',
      vulnerability: 'TEST-2026-0002',
      summary: 'A made-up overflow in certificate parsing',
      event: 'soup:openssl',
      lowers,
      because: '',
    },
  ]
}

const evidence: readonly EvidenceView[] = [
  {
    probe: 'tls-downgrade',
    control: 'link-tls',
    result: 'held',
    saw: 'TLS 1.0, 1.1 and four CBC suites were refused',
    at: now - day,
    fresh: true,
  },
  {
    probe: 'command-outside-envelope',
    control: 'envelope',
    result: 'held',
    saw: '14 of 14 commands were refused',
    at: now - day,
    fresh: true,
  },
  {
    probe: 'malformed-input',
    control: 'hl7-check',
    result: 'failed',
    saw: 'a 4 MiB segment was accepted',
    at: now - 45 * day,
    fresh: false,
  },
]
