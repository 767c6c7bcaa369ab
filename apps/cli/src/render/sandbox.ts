import type { GuardDescription, SandboxDescription } from '@pericard/guard'
import { paint, type Terminal, wrap } from './terminal.ts'

/** Width of the first column. */
const labelWidth = 12
const MiB = 1024 * 1024
/** AF_UNIX, AF_INET, AF_INET6 and AF_NETLINK. */
const families: Readonly<Record<number, string>> = { 1: 'Unix', 2: 'IPv4', 10: 'IPv6', 16: 'netlink' }

/** Profiles and layers as tables no wider than the terminal. */
export function renderSandboxes({ processes, layers, starts }: GuardDescription, terminal: Terminal): string {
  const lines = [
    ...processes.flatMap((each) => [...renderProcess(each, terminal), '']),
    paint(terminal, 'bold', 'Layers on this machine'),
    ...layers.flatMap(({ layer, there, required, because, acceptedBy, risk }) => {
      const lack =
        acceptedBy === undefined ? (required ? `; to accept: ${risk}` : '') : `; accepted by ${acceptedBy}`
      const word = there
        ? paint(terminal, 'green', 'there  ')
        : paint(terminal, required ? 'red' : 'yellow', 'missing')
      const [first = '', ...more] = wrap(`${because}${there ? '' : lack}`, terminal.columns, ' '.repeat(30))
      return [`  ${layer.padEnd(19)} ${word} ${first.trimStart()}`, ...more]
    }),
    '',
    starts ? 'The guard starts here.' : paint(terminal, 'red', 'The guard refuses to start here.'),
  ]
  return `${lines.join('\n')}\n`
}

function renderProcess(each: SandboxDescription, terminal: Terminal): string[] {
  const { calls, limits } = each
  const sockets = calls.socketFamilies.map((family) => families[family] ?? String(family)).join(', ')
  const rows: [string, string][] = [
    ['user', `${each.user} in its own namespace, no capabilities${each.nests ? '; may make sandboxes' : ''}`],
    ['network', each.network ? "the host's" : 'none'],
    ['reads', list(['shared libraries', ...each.reads])],
    ['writes', list([...each.writes, ...each.devices])],
    ...(each.hidden.length === 0 ? [] : ([['hidden', list(each.hidden)]] as [string, string][])),
    ['calls', `${calls.allowed} allowed, by argument ${list(calls.byArgument)}; ${calls.killed} kill it`],
    ['sockets', sockets === '' ? 'none but what it is given' : sockets],
    ['limits', limitText(limits)],
    ['ends', each.endsWithParent ? 'with its parent' : 'by its own decision; it outlives the supervisor'],
  ]
  const name = each.function === undefined ? each.process : `${each.process} of ${each.function}`
  return [
    paint(terminal, 'bold', name),
    ...rows.flatMap(([label, text]) => {
      const [first = '', ...more] = wrap(text, terminal.columns, ' '.repeat(labelWidth))
      return [`  ${label.padEnd(labelWidth - 2)}${first.slice(labelWidth)}`, ...more]
    }),
  ]
}

function limitText({
  memoryBytes,
  tasks,
  cpuPercent,
  descriptors,
  fileBytes,
}: SandboxDescription['limits']): string {
  const processor = cpuPercent === undefined ? 'processor first' : `${cpuPercent} % of a processor`
  const files = fileBytes === 0 ? 'no files' : `files to ${fileBytes / MiB} MiB`
  return `${memoryBytes / MiB} MiB, ${tasks} tasks, ${processor}, ${descriptors} descriptors, ${files}`
}

function list(paths: readonly string[]): string {
  return paths.length === 0 ? 'nothing' : paths.join(', ')
}
