import type { DeviceFile } from '@pericard/model'

/** By code unit, never by locale: the same file must give the same graph everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The file with every list of elements or ids in order, so that a graph does not depend on how the file is arranged. */
export function orderedFile(file: DeviceFile): DeviceFile {
  return {
    ...file,
    hosts: inOrder(file.hosts),
    components: inOrder(file.components),
    data: inOrder(file.data),
    backups: inOrder(file.backups),
    functions: inOrder(file.functions),
    interfaces: inOrder(file.interfaces),
    keys: inOrder(file.keys),
    roles: inOrder(file.roles),
    controls: inOrder(file.controls),
    soup: inOrder(file.soup),
    updates: inOrder(file.updates),
    diagnostics: inOrder(file.diagnostics),
    monitoring: inOrder(file.monitoring),
    stages: inOrder(file.stages),
    vault: inOrder(file.vault),
  }
}

/** Lists of ids and of elements in order, however deep; what is in order already is not copied. */
function inOrder<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  return (Array.isArray(value) ? orderedList(value) : orderedFields(value)) as T
}

function orderedFields<T extends object>(value: T): T {
  let copy: T | undefined
  for (const name in value) {
    const field = value[name]
    const next = inOrder(field)
    if (next !== field) (copy ??= { ...value })[name] = next
  }
  return copy ?? value
}

function orderedList(list: readonly unknown[]): readonly unknown[] {
  if (list.length === 0 || (list.length === 1 && typeof list[0] === 'string')) return list
  const items = list.map(inOrder)
  const keys = items.map(keyOf)
  if (!keys.every((key) => key !== undefined)) return items
  if (keys.every((key, at) => at === 0 || compareText(keys[at - 1] ?? '', key) <= 0)) return items
  return items.sort((a, b) => compareText(keyOf(a) ?? '', keyOf(b) ?? ''))
}

/** By what an item of a list is ordered; lists of anything else stay as they are. */
function keyOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item
  const isElement = typeof item === 'object' && item !== null && 'id' in item
  return isElement && typeof item.id === 'string' ? item.id : undefined
}
