import { existsSync } from 'node:fs'
import { GuardError } from './errors.ts'

/** What one process of the guard may see and do. Whatever is not named here does not exist for it. */
export interface SandboxProfile {
  /** `true` leaves it the host's network; otherwise it has a network of its own with nothing in it. */
  readonly network: boolean
  readonly readOnly: readonly string[]
  readonly writable: readonly string[]
  /** Device nodes that it may use, such as `/dev/tpmrm0`. */
  readonly devices?: readonly string[]
  /** User and group id that it sees itself as, in a user namespace of its own. */
  readonly uid: number
  /** Ends with its parent. Only the gate outlives the supervisor. */
  readonly diesWithParent: boolean
  /** The function's sandbox lies within the gate's and needs no `/proc`. */
  readonly proc: boolean
  readonly environment: Readonly<Record<string, string>>
}

const bwrapPaths = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap']
/** The shared libraries of a dynamically linked program; `/usr/bin` with its shells stays outside. */
const libraryFolders = ['/usr/lib', '/lib', '/usr/lib64', '/lib64']

/**
 * Where bubblewrap is.
 *
 * @throws {GuardError} `GUARD_BWRAP_MISSING`: the guard refuses to run its processes unconfined
 */
export function findBwrap(paths: readonly string[] = bwrapPaths): string {
  const found = paths.find((path) => existsSync(path))
  if (found !== undefined) return found
  throw new GuardError(
    'GUARD_BWRAP_MISSING',
    'Cannot start the guard: bubblewrap (bwrap) is not installed; install it: apt-get install bubblewrap',
  )
}

/** The arguments of bubblewrap that run `command` under a profile. */
export function bwrapArguments(profile: SandboxProfile, command: readonly string[]): string[] {
  const namespaces = ['--unshare-all', ...(profile.network ? ['--share-net'] : [])]
  const rights = ['--cap-drop', 'ALL', '--new-session', '--clearenv']
  const ids = ['--uid', String(profile.uid), '--gid', String(profile.uid)]
  const mounts = [
    ...libraryFolders.flatMap((folder) => ['--ro-bind-try', folder, folder]),
    ...profile.readOnly.flatMap((path) => ['--ro-bind', path, path]),
    ...profile.writable.flatMap((path) => ['--bind', path, path]),
    ...['--dev', '/dev'],
    ...(profile.devices ?? []).flatMap((path) => ['--dev-bind', path, path]),
    ...(profile.proc ? ['--proc', '/proc'] : []),
    // Empty: where a bubblewrap within this one builds its root. Without it the function's sandbox could not be made.
    ...['--dir', '/tmp'],
  ]
  return [
    ...namespaces,
    ...rights,
    ...ids,
    ...(profile.diesWithParent ? ['--die-with-parent'] : []),
    ...mounts,
    // Last of the mounts: the root itself, or the process could make files beside what it was given.
    ...['--remount-ro', '/', '--chdir', '/'],
    ...Object.entries(profile.environment).flatMap(([name, value]) => ['--setenv', name, value]),
    '--',
    ...command,
  ]
}

/**
 * The whole command line of a sandboxed process. Its memory, where keys lie, is never written to a core file (CWE-528): the limit
 * is 1 and not 0 because a `core_pattern` that is a pipe heeds only 1 (core(5)).
 */
export function sandboxed(
  profile: SandboxProfile,
  command: readonly string[],
): { program: string; args: string[] } {
  const args = ['--core=1:1', '--', findBwrap(), ...bwrapArguments(profile, command)]
  return { program: '/usr/bin/prlimit', args }
}

/** A profile in words, for `--explain-sandbox`. */
export function explainSandbox(name: string, profile: SandboxProfile): string {
  const list = (paths: readonly string[]): string => (paths.length === 0 ? 'nothing' : paths.join(', '))
  return [
    `${name}: user ${profile.uid}, no capabilities, own process, IPC and user namespaces, environment cleared`,
    `  network: ${profile.network ? "the host's" : 'none'}`,
    `  reads:   ${list([...libraryFolders, ...profile.readOnly])}`,
    `  writes:  ${list([...profile.writable, ...(profile.devices ?? [])])}`,
    '  memory:  never written to a core file',
    `  ends:    ${profile.diesWithParent ? 'with its parent' : 'by its own decision; it outlives the supervisor'}`,
  ].join('\n')
}
