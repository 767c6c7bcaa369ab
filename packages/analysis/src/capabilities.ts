import type { Capability, DeviceFile } from '@pericard/model'

/** Capabilities for diagnosis and for monitoring, with the section of the file that each stands in. */
export function capabilitiesOf(
  file: DeviceFile,
): { readonly section: 'diagnostics' | 'monitoring'; readonly capability: Capability }[] {
  return [
    ...file.diagnostics.map((capability) => ({ section: 'diagnostics' as const, capability })),
    ...file.monitoring.map((capability) => ({ section: 'monitoring' as const, capability })),
  ]
}
