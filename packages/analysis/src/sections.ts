import type { DeviceFile } from '@pericard/model'

/** The lists of a device file by the names that paths use; `soup` stands for its items. */
export function sectionsOf(
  file: DeviceFile,
): readonly (readonly [section: string, elements: readonly { readonly id: string }[]])[] {
  return [
    ['hosts', file.hosts],
    ['components', file.components],
    ['data', file.data],
    ['backups', file.backups],
    ['functions', file.functions],
    ['interfaces', file.interfaces],
    ['keys', file.keys],
    ['roles', file.roles],
    ['controls', file.controls],
    ['soup', file.soup.items],
    ['updates', file.updates],
    ['diagnostics', file.diagnostics],
    ['monitoring', file.monitoring],
    ['stages', file.stages],
    ['use-cases', file.useCases],
    ['accepted', file.accepted],
  ]
}
