import type { Component, DeviceFile, SoupItem, Update } from '@pericard/model'
import { drawScene } from '../diagram/draw.ts'
import { layoutScene } from '../diagram/layout.ts'
import type { Box, Flow, Group, Scene } from '../diagram/scene.ts'
import { listed, plural, type Table } from '../table.ts'
import { lineOf, type View } from './view.ts'

/**
 * The updateability and patchability view, end to end: who signs, where an image comes from, by which interface,
 * what verifies it and which components with which third-party software it reaches.
 */
export async function updateView(file: DeviceFile): Promise<View> {
  const left = own(file).filter((one) => pathsTo(file, one).length === 0)
  return {
    id: 'update',
    title: 'Updateability and patchability view',
    about:
      left.length === 0
        ? 'Every component of the device is reached by at least one update path.'
        : `No declared update reaches ${listed(
            left.map(({ id }) => id),
            '',
          )}: a vulnerability there stays for the life of the device.`,
    pictures: [drawScene(await layoutScene(updateScene(file)))],
    tables: [updateTable(file), patchTable(file)],
  }
}

export function updateScene(file: DeviceFile): Scene {
  const keySets = unique(file.updates.map(({ signedWith }) => signedWith.join('\n')))
  const sources = unique(file.updates.flatMap((update) => ends(file, update).source?.id ?? []))
  const groups = componentGroups(file)
  const flows = file.updates.flatMap((update) => updateFlows(file, update, keySets))
  for (const [index, { paths }] of groups.entries())
    for (const update of file.updates)
      if (paths.includes(update.id))
        flows.push(relation(`verify ${update.id}`, `target ${index}`, 'installs'))
  return {
    id: 'update',
    title: `Updateability and patchability view: ${file.device.name} ${file.device.version}`,
    description: `${plural(file.updates.length, 'update path')} from signing key to component; components that none reaches are marked.`,
    nodes: [
      ...keySets.map((keys, index) => signers(file, keys === '' ? [] : keys.split('\n'), index)),
      ...sources.flatMap((id) => sourceBox(file, id)),
      ...file.updates.flatMap((update) => [pathBox(file, update), verifyBox(file, update)]),
      {
        id: 'device',
        boundary: 'device',
        title: `${file.device.name} ${file.device.version}`,
        children: groups.map(({ paths, components }, index) => ({
          id: `target ${index}`,
          boundary: 'group',
          rows: true,
          title: paths.length === 0 ? 'no update reaches these' : `updated by ${paths.join(' and ')}`,
          children: components.map((one) => componentBox(file, one, paths.length > 0)),
        })),
      },
    ],
    flows,
    direction: 'DOWN',
  }
}

function updateFlows(file: DeviceFile, update: Update, keySets: readonly string[]): Flow[] {
  const { source, number, line, protocol } = ends(file, update)
  const signer = `signers ${keySets.indexOf(update.signedWith.join('\n'))}`
  const path = `path ${update.id}`
  const flows = [relation(path, `verify ${update.id}`, 'hands over')]
  if (source === undefined) return [relation(signer, path, 'signs'), ...flows]
  const carried: Flow = {
    id: `carry ${update.id}`,
    from: `source ${source.id}`,
    to: path,
    line,
    heads: 'one',
    initiated: false,
    lines: [`${number} ${update.interface}`, protocol],
    heavy: false,
  }
  return [relation(signer, `source ${source.id}`, `signs ${update.id}`), carried, ...flows]
}

function relation(from: string, to: string, text: string): Flow {
  return {
    id: `${from} > ${to} ${text}`,
    from,
    to,
    line: 'relation',
    heads: 'one',
    initiated: false,
    lines: [text],
    heavy: false,
  }
}

/** The interface of an update and the outside system at its other end. */
function ends(
  file: DeviceFile,
  update: Update,
): {
  readonly source?: Component
  readonly number: number
  readonly line: Flow['line']
  readonly protocol: string
} {
  const index = file.interfaces.findIndex(({ id }) => id === update.interface)
  const found = file.interfaces[index]
  if (found === undefined) return { number: 0, line: 'relation', protocol: '' }
  const source = [found.from, found.to].flatMap((id) =>
    file.components.filter((one) => one.id === id && one.external),
  )[0]
  const protocol = [found.protocol, found.active ? '' : '(dormant)', found.reach].filter(Boolean).join(' ')
  return { ...(source === undefined ? {} : { source }), number: index + 1, line: lineOf(found), protocol }
}

function signers(file: DeviceFile, keys: readonly string[], index: number): Group {
  const boxes = keys.map((id): Box => {
    const key = file.keys.find((one) => one.id === id)
    const lines = key === undefined ? [] : [`kept by ${key.storedBy}`, listed(key.roles, 'no role stated')]
    return { id: `signers ${index} ${id}`, shape: 'key', title: id, lines }
  })
  const none: Box = {
    id: `signers ${index} none`,
    shape: 'warning',
    title: 'Nobody signs',
    lines: ['no signing key is declared'],
  }
  return {
    id: `signers ${index}`,
    boundary: 'group',
    rows: true,
    title: keys.length > 1 ? 'all of these sign' : 'signs',
    children: boxes.length === 0 ? [none] : boxes,
  }
}

function sourceBox(file: DeviceFile, id: string): Box[] {
  return file.components
    .filter((one) => one.id === id)
    .map(({ name, protectedBy }) => ({
      id: `source ${id}`,
      shape: 'external',
      title: name,
      lines: [`protected by ${listed(protectedBy, 'nothing stated')}`],
    }))
}

function pathBox(file: DeviceFile, update: Update): Box {
  const { interrupted, when, consent, rolloutDays } = update
  return {
    id: `path ${update.id}`,
    shape: 'process',
    title: update.id,
    lines: [
      update.way,
      `received by ${receiver(file, update) ?? 'nothing stated'}`,
      update.rollbackProtected ? 'older versions refused' : 'older versions accepted',
      ...(interrupted === undefined ? [] : [`interrupted: ${interrupted}`]),
      ...(when === undefined ? [] : [when]),
      ...(consent === undefined ? [] : [`decided by ${consent}`]),
      ...(rolloutDays === undefined ? [] : [`reaches the fleet in ${plural(rolloutDays, 'day')}`]),
    ],
  }
}

function receiver(file: DeviceFile, update: Update): string | undefined {
  const found = file.interfaces.find(({ id }) => id === update.interface)
  if (found === undefined) return undefined
  return [found.from, found.to].find((id) => file.components.some((one) => one.id === id && !one.external))
}

function verifyBox(file: DeviceFile, { id, verifiedBy }: Update): Box {
  if (verifiedBy.length === 0)
    return { id: `verify ${id}`, shape: 'warning', title: 'Nothing verifies', lines: ['any image is taken'] }
  const titles = verifiedBy.map((one) => file.controls.find((control) => control.id === one)?.title ?? one)
  return { id: `verify ${id}`, shape: 'control', title: verifiedBy.join(' and '), lines: titles }
}

interface ComponentGroup {
  readonly paths: readonly string[]
  readonly components: readonly Component[]
}

/** Components with the same update paths stand together, so that a path is drawn once. */
function componentGroups(file: DeviceFile): ComponentGroup[] {
  const groups = new Map<string, ComponentGroup>()
  for (const one of own(file)) {
    const paths = pathsTo(file, one).map(({ id }) => id)
    const so = groups.get(paths.join('\n'))
    groups.set(paths.join('\n'), { paths, components: [...(so?.components ?? []), one] })
  }
  return [...groups.values()]
}

function componentBox(file: DeviceFile, one: Component, reached: boolean): Box {
  const soup = one.soup.map((id) => {
    const item = file.soup.items.find((each) => each.id === id)
    return item === undefined
      ? id
      : `${id} ${item.version}${item.support === undefined ? '' : `, ${item.support}`}`
  })
  return {
    id: `component ${one.id}`,
    shape: reached ? 'process' : 'warning',
    title: one.name,
    lines: [...(reached ? [] : ['NO UPDATE PATH']), ...soup],
  }
}

function own(file: DeviceFile): Component[] {
  return file.components.filter(({ external }) => !external)
}

function pathsTo(file: DeviceFile, { id }: Component): Update[] {
  return file.updates.filter(({ components }) => components.includes(id))
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}

function updateTable(file: DeviceFile): Table {
  return {
    id: 'updates',
    title: 'Update paths',
    columns: [
      'Update',
      'Way',
      'Signed with',
      'From',
      'Interface',
      'Received by',
      'Verified by',
      'Older versions',
      'If interrupted',
      'Components',
    ],
    rows: file.updates.map((update) => [
      update.id,
      update.way,
      listed(update.signedWith, 'nothing'),
      ends(file, update).source?.id ?? 'not stated',
      update.interface,
      receiver(file, update) ?? 'not stated',
      listed(update.verifiedBy, 'nothing'),
      update.rollbackProtected ? 'refused' : 'accepted',
      update.interrupted ?? 'not stated',
      listed(update.components, 'none'),
    ]),
  }
}

function patchTable(file: DeviceFile): Table {
  return {
    id: 'patchability',
    title: 'Third-party software and how a patch reaches it',
    columns: ['Software', 'Version', 'Support', 'End of support', 'In', 'Patched by'],
    rows: file.soup.items.map((item) => {
      const holders = holdersOf(file, item)
      const stuck = holders.filter((one) => pathsTo(file, one).length === 0)
      const paths = unique(holders.flatMap((one) => pathsTo(file, one).map(({ id }) => id)))
      const never = stuck.length === 0 ? '' : `; nothing in ${stuck.map(({ id }) => id).join(', ')}`
      return [
        item.id,
        item.version,
        item.support ?? 'not stated',
        item.endOfSupport ?? 'not stated',
        listed(
          holders.map(({ id }) => id),
          'not stated',
        ),
        holders.length === 0 ? 'not stated' : `${listed(paths, 'nothing')}${paths.length === 0 ? '' : never}`,
      ]
    }),
  }
}

/** Components that a SOUP item is in: built from it, running on it as their system, or parsing with it. */
function holdersOf(file: DeviceFile, { id }: SoupItem): Component[] {
  const systems = file.hosts.filter(({ operatingSystem }) => operatingSystem === id).map((host) => host.id)
  const parsers = file.interfaces.filter(({ parsedBy }) => parsedBy.includes(id)).map(({ to }) => to)
  const carriers = file.controls.flatMap(({ restsOn, at }) =>
    restsOn.soup.includes(id) && at !== undefined ? [at] : [],
  )
  return own(file).filter(
    (one) =>
      one.soup.includes(id) ||
      systems.includes(one.host) ||
      parsers.includes(one.id) ||
      carriers.includes(one.id),
  )
}
