/** A device of fifty components, for what has to stay legible at that size. */
import type { DeviceFile } from '@pericard/model'
import { device } from '../../analysis/test/device.ts'

/** `tangled`: interfaces go from anywhere to anywhere; otherwise most stay in a zone or lead to the next, as designed ones do. */
export function largeDevice(count = 50, wiring: 'tangled' | 'designed' = 'designed'): DeviceFile {
  const external = (index: number): boolean => index % 8 === 7
  const components = Array.from({ length: count }, (_, index) => ({
    id: `component-${index}`,
    name: `${['Dosing', 'Alarm', 'Record', 'Display', 'Network'][index % 5]} part number ${index}`,
    kind: external(index)
      ? ('server' as const)
      : ((['controller', 'display', 'store', 'service'] as const)[index % 4] ?? 'service'),
    external: external(index),
    zone: external(index) ? `outside-${index % 3}` : `zone-${Math.floor(index / 8)}`,
    host: external(index) ? 'elsewhere' : `board-${Math.floor(index / 20)}`,
    soup: index % 3 === 0 ? ['openssl', 'linux-kernel'] : [],
    protectedBy: external(index) ? ['server-hardening'] : [],
  }))
  const reaches = ['internal', 'wireless', 'ward-network', 'internet', 'physical-port'] as const
  const ends = (index: number): { from: string; to: string } => {
    const from = wiring === 'tangled' ? (index * 7) % count : index % count
    const step = wiring === 'tangled' ? 1 + (index % 4) : index % 6 === 0 ? 8 : 1 + (index % 2)
    return { from: `component-${from}`, to: `component-${Math.min(from + step, count - 1)}` }
  }
  const interfaces = Array.from({ length: count + 10 }, (_, index) => ({
    id: `interface-${index}`,
    ...ends(index),
    protocol: 'https',
    version: 'TLS 1.3',
    reach: reaches[index % 5] ?? 'internal',
    active: index % 9 !== 0,
    carries: index % 2 === 0 ? ['ecg-recording', 'patient-identity', 'device-log'] : [],
    commands: index % 6 === 0 ? ['deliver-therapy'] : [],
  }))
  return device({
    components,
    interfaces,
    data: [
      { id: 'ecg-recording', kind: 'phi', at: ['component-2'], records: 20 },
      { id: 'patient-identity', kind: 'phi', at: ['component-2'] },
      { id: 'device-log', kind: 'log', at: ['component-2'] },
    ],
    functions: [{ id: 'deliver-therapy', component: 'component-0', harm: 'catastrophic' }],
    keys: [
      { id: 'fleet-key', scope: 'fleet', at: ['component-2'] },
      { id: 'signing-key', scope: 'fleet', kind: 'signing' },
    ],
    controls: ['server-hardening', 'image-signature'],
    soup: ['openssl', 'linux-kernel'],
    updates: [
      {
        id: 'remote-update',
        way: 'remote',
        interface: 'interface-1',
        components: components.filter((one, index) => !one.external && index % 5 !== 0).map(({ id }) => id),
        signedWith: ['signing-key'],
        verifiedBy: ['image-signature'],
      },
    ],
  })
}
