import type { Component, DeviceFile, Interface, UseCase } from '@pericard/model'
import { phiOn } from './view.ts'

/**
 * Use cases that follow from the rest of the file, for a file that declares none: unlocking, each function's commands,
 * patient data in and out, diagnosis, monitoring and update.
 */
export function derivedUseCases(file: DeviceFile): UseCase[] {
  return [
    ...unlocking(file),
    ...file.functions.flatMap(({ id }) => commanding(file, id)),
    ...exchange(file),
    ...file.diagnostics.map(({ id, interface: through, allows }) =>
      useCase(id, 'service', [through], `Diagnosis: ${allows.join(', ')}`),
    ),
    ...file.monitoring.map(({ id, interface: through, allows }) =>
      useCase(id, 'reporting', [through], `Monitoring: ${allows.join(', ')}`),
    ),
    ...file.updates.map(({ id, interface: through, way, components }) =>
      useCase(id, 'update', [through], `Update, ${way}, of ${components.join(', ')}`),
    ),
  ]
}

function useCase(
  id: string,
  state: UseCase['state'],
  interfaces: readonly string[],
  purpose: string,
): UseCase {
  return { id, name: id, state, interfaces, purpose }
}

/** Interfaces to the outside systems that hold a share of the vault's key. */
function unlocking(file: DeviceFile): UseCase[] {
  const outside = new Set(file.components.filter(({ external }) => external).map(({ id }) => id))
  return file.vault.unlock.flatMap((share) => {
    const holders = file.keys.find(({ id }) => id === share)?.at.filter((id) => outside.has(id)) ?? []
    const through = file.interfaces.filter(
      ({ from, to, active }) =>
        active && outside.has(from) !== outside.has(to) && [from, to].some((id) => holders.includes(id)),
    )
    const [first] = through
    if (first === undefined) return []
    return [
      useCase(`unlock-${share}`, 'power-on', [first.id], `The share ${share} of the vault's key is fetched`),
    ]
  })
}

/** Ways in for the commands of one function that are followed; a use case shows how, not how often. */
const entriesMax = 50

/** Each way from where a command enters to the component that carries it out. */
function commanding(file: DeviceFile, id: string): UseCase[] {
  const critical = file.functions.find((one) => one.id === id)
  if (critical === undefined) return []
  const carrying = file.interfaces.filter(({ commands }) => commands.includes(id))
  const handed = new Set(carrying.map(({ to }) => to))
  const entries = carrying.filter(({ from }) => !handed.has(from)).slice(0, entriesMax)
  const commands = critical.commands.map((command) => command.id).join(', ')
  return entries.map((entry) =>
    useCase(
      `${id}-by-${entry.id}`,
      'programming',
      wayTo(carrying, entry, critical.component).map((one) => one.id),
      `Commands ${commands || 'none declared'}`,
    ),
  )
}

function wayTo(carrying: readonly Interface[], entry: Interface, goal: Component['id']): Interface[] {
  const open: Interface[][] = [[entry]]
  const seen = new Set([entry.id])
  for (let way = open.shift(); way !== undefined; way = open.shift()) {
    const at = way.at(-1)?.to
    if (at === goal) return way
    for (const next of carrying) {
      if (next.from !== at || seen.has(next.id)) continue
      seen.add(next.id)
      open.push([...way, next])
    }
  }
  return [entry]
}

function exchange(file: DeviceFile): UseCase[] {
  const outside = new Set(file.components.filter(({ external }) => external).map(({ id }) => id))
  return file.interfaces.flatMap((one) => {
    const phi = phiOn(file, one)
    if (phi.length === 0 || outside.has(one.from) === outside.has(one.to)) return []
    const state = outside.has(one.to) ? 'sending-data' : 'receiving-data'
    return [useCase(`exchange-${one.id}`, state, [one.id], `Patient data: ${phi.join(', ')}`)]
  })
}
