import type { Control, DeviceFile } from '@pericard/model'

/** What stands before the name of a layer in the `finding` of a decision that a device may run without it (docs/specs/sandbox.md). */
const prefix = 'missing-sandbox-layer@'

/** What the guard can no longer hold without a layer: a taken-over process reaches more, or uses up more. */
const kinds: Readonly<Record<string, Control['kind']>> = {
  seccomp: 'isolation',
  'no-user-namespaces': 'isolation',
  'resource-limits': 'flood-limit',
  cgroup: 'flood-limit',
}

/**
 * Controls of the guard that count as failed, because the file accepts that a layer of the sandboxes they are made of is missing. The
 * file does not say which of the guard's controls of a kind rest on which layer, so all of them count. The decision's date is not looked
 * at: the device goes on without the layer after it.
 */
export function controlsWithoutLayer({
  accepted,
  controls,
}: Pick<DeviceFile, 'accepted' | 'controls'>): string[] {
  const lost = new Set(
    accepted.flatMap(({ finding }) =>
      finding.startsWith(prefix) ? (kinds[finding.slice(prefix.length)] ?? []) : [],
    ),
  )
  return controls.flatMap(({ id, kind, enforcement }) =>
    enforcement.by === 'guard' && lost.has(kind) ? [id] : [],
  )
}
