import { existsSync } from 'node:fs'
import { GuardError } from './errors.ts'
import type { CallProfile } from './sandbox/calls.ts'
import { bwrapPaths, type Layer, layers as allLayers } from './sandbox/layers.ts'

/** What one process of the guard may see and do. Whatever is not named here does not exist for it. */
export interface SandboxProfile {
  /** Names its system calls and its limits. */
  readonly calls: CallProfile
  /** `true` leaves it the host's network; otherwise it has a network of its own with nothing in it. */
  readonly network: boolean
  readonly readOnly: readonly string[]
  readonly writable: readonly string[]
  /** Folders within what it may see that are empty for it. */
  readonly hidden?: readonly string[]
  /** Device nodes that it may use, such as `/dev/tpmrm0`. */
  readonly devices?: readonly string[]
  /** User and group id that it sees itself as, in a user namespace of its own. */
  readonly uid: number
  /** Ends with its parent. Only the gate outlives the supervisor. */
  readonly diesWithParent: boolean
  /** The function's sandbox lies within the gate's and needs no `/proc`. */
  readonly proc: boolean
  /** It makes a sandbox within its own, for which it needs a user namespace. Only the gate does. */
  readonly nests?: boolean
  readonly environment: Readonly<Record<string, string>>
  /** Name of its cgroup; without one it lives in that of its parent. */
  readonly group?: string
}

/** How the arguments of one start differ from those of the profile. */
export interface BwrapOptions {
  /** Layers to apply; all of them if not given. */
  readonly layers?: readonly Layer[]
  /** Descriptor from which bubblewrap reads further arguments before it does anything: until its end nothing starts. */
  readonly startDescriptor?: number
  /** Descriptor from which the system call filter is read. */
  readonly filterDescriptor?: number
  /** Files of its own, read from descriptors: it sees a copy in memory that nobody else can reach. */
  readonly files?: readonly { readonly path: string; readonly descriptor: number }[]
}

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
export function bwrapArguments(
  profile: SandboxProfile,
  command: readonly string[],
  { layers = allLayers, startDescriptor, filterDescriptor, files = [] }: BwrapOptions = {},
): string[] {
  const has = (layer: Layer): boolean => layers.includes(layer)
  const ids = ['--uid', String(profile.uid), '--gid', String(profile.uid)]
  return [
    ...namespaces(profile, has),
    // "ALL" is what bubblewrap drops by itself; the other way round is for attacks that show what this stops.
    ...(has('capabilities') ? ['--cap-drop', 'ALL'] : ['--cap-add', 'ALL']),
    ...['--new-session', '--clearenv', ...ids],
    ...(profile.diesWithParent ? ['--die-with-parent'] : []),
    ...(has('mounts') ? mounts(profile, files, has('read-only')) : everything),
    ...Object.entries(profile.environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...(startDescriptor === undefined ? [] : ['--args', String(startDescriptor)]),
    ...(filterDescriptor === undefined ? [] : ['--seccomp', String(filterDescriptor)]),
    '--',
    ...command,
  ]
}

function namespaces(profile: SandboxProfile, has: (layer: Layer) => boolean): string[] {
  return [
    ...['--unshare-user', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(has('processes') ? ['--unshare-pid'] : []),
    ...(profile.network || !has('network') ? [] : ['--unshare-net']),
    ...(has('no-user-namespaces') && profile.nests !== true ? ['--disable-userns'] : []),
  ]
}

/** The device's own files and devices, for attacks that show what hiding them stops. */
const everything = ['--ro-bind', '/', '/', '--dev-bind', '/dev', '/dev', '--proc', '/proc']

function mounts(
  profile: SandboxProfile,
  files: NonNullable<BwrapOptions['files']>,
  readOnly: boolean,
): string[] {
  return [
    ...libraryFolders.flatMap((folder) => ['--ro-bind-try', folder, folder]),
    ...profile.readOnly.flatMap((path) => ['--ro-bind', path, path]),
    ...files.flatMap(({ path, descriptor }) => [
      '--perms',
      '0555',
      '--ro-bind-data',
      String(descriptor),
      path,
    ]),
    ...profile.writable.filter((path) => !inDev(path)).flatMap((path) => ['--bind', path, path]),
    ...(profile.hidden ?? []).flatMap((path) => ['--tmpfs', path, '--remount-ro', path]),
    ...['--dev', '/dev'],
    // What lies there would be covered by the mount before.
    ...profile.writable.filter(inDev).flatMap((path) => ['--bind', path, path]),
    ...(profile.devices ?? []).flatMap((path) => ['--dev-bind', path, path]),
    // Or `/dev/shm` would be memory to fill without a limit of its own.
    ...(readOnly ? ['--remount-ro', '/dev'] : []),
    ...(profile.proc ? procMounts(profile, readOnly) : []),
    // Empty: where a bubblewrap within this one builds its root. Without it the function's sandbox could not be made.
    ...['--dir', '/tmp'],
    // Last of the mounts: the root itself, or the process could make files beside what it was given.
    ...(readOnly ? ['--remount-ro', '/'] : []),
    ...['--chdir', '/'],
  ]
}

function inDev(path: string): boolean {
  return path.startsWith('/dev/')
}

/** Switches of the whole kernel below `/proc`. */
const kernelSwitches = ['sys', 'sysrq-trigger', 'irq', 'bus', 'fs', 'acpi', 'scsi', 'driver'].map(
  (name) => `/proc/${name}`,
)

/**
 * Nothing below `/proc` can be written: where the guard runs as root, `core_pattern` would be a program of the attacker's run by the
 * kernel as root, outside (CWE-732). A process that nests writes the id maps of the sandbox that it makes and the limit of its user
 * namespaces, and nothing else.
 */
function procMounts({ nests = false }: SandboxProfile, readOnly: boolean): string[] {
  if (!readOnly) return ['--proc', '/proc']
  if (!nests) return ['--proc', '/proc', '--remount-ro', '/proc']
  return [
    ...['--proc', '/proc'],
    ...kernelSwitches.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--bind', '/proc/sys/user', '/proc/sys/user'],
  ]
}
