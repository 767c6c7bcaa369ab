import type { DeviceFile } from '@pericard/model'

/** By code unit, never by locale: the same file must give the same graph everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The file with every list of elements or ids in order, so that a graph does not depend on how the file is arranged. */
export function orderedFile(file: DeviceFile): DeviceFile {
  return {
    ...file,
    hosts: ordered(file.hosts),
    components: ordered(file.components),
    data: ordered(file.data),
    backups: ordered(file.backups),
    functions: ordered(file.functions).map((each) => ({
      ...each,
      commands: ordered(each.commands),
      alarms: ordered(each.alarms),
    })),
    interfaces: ordered(file.interfaces),
    keys: ordered(file.keys),
    roles: ordered(file.roles),
    controls: ordered(file.controls),
    soup: { ...file.soup, items: ordered(file.soup.items) },
    updates: ordered(file.updates),
    diagnostics: ordered(file.diagnostics),
    monitoring: ordered(file.monitoring),
    stages: ordered(file.stages),
    vault: { ...file.vault, unlock: [...file.vault.unlock].sort(compareText) },
  }
}

function ordered<T extends { readonly id: string }>(elements: readonly T[]): T[] {
  return elements.map(withOrderedLists).sort((a, b) => compareText(a.id, b.id))
}

function withOrderedLists<T extends object>(element: T): T {
  const entries = Object.entries(element).map(([name, value]: [string, unknown]) => [
    name,
    orderedList(value),
  ])
  return Object.fromEntries(entries) as T
}

function orderedList(value: unknown): unknown {
  const isIds = Array.isArray(value) && value.every((item) => typeof item === 'string')
  return isIds ? [...value].sort(compareText) : value
}
