import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process'
import { closeSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { bwrapArguments, findBwrap, type SandboxProfile } from '../sandbox.ts'
import type { Arch } from './bpf.ts'
import { callPolicy } from './calls.ts'
import { Cgroup, cgroupBase } from './cgroup.ts'
import { buildFilter } from './filter.ts'
import { type Layer, layers as allLayers } from './layers.ts'
import { limitsOf, prlimitOptions, prlimitPath } from './limits.ts'

export interface LaunchOptions {
  /** Descriptors from 0 on that the process gets; at least the three standard ones. */
  readonly stdio: Exclude<StdioOptions, string>
  /** Files of its own: it sees these bytes, whatever lies at the path outside. */
  readonly files?: readonly { readonly path: string; readonly bytes: Uint8Array }[]
  /** Layers that this machine has, from `usableLayers`. */
  readonly layers?: readonly Layer[]
  /** In a process group of its own, so that it outlives its parent. */
  readonly detached?: boolean
}

/**
 * Starts a program in its sandbox. Bubblewrap waits for the end of a descriptor after the ones of `stdio` until it is in its cgroup, so
 * that nothing of the sandbox ever runs outside of it; files of its own and the filter come over the next ones.
 *
 * @throws the file system's error where its cgroup cannot be made: it is not started without
 */
export function launch(
  profile: SandboxProfile,
  command: readonly string[],
  { stdio, files = [], layers = allLayers, detached = false }: LaunchOptions,
): ChildProcess {
  closeLeftOpen()
  const filter = layers.includes('seccomp') ? filterOf(profile) : undefined
  // Bytes for the descriptors after those of `stdio`: the start, the files, the filter.
  const given = [
    new Uint8Array(),
    ...files.map(({ bytes }) => bytes),
    ...(filter === undefined ? [] : [filter]),
  ]
  const first = stdio.length + 1
  const bwrap = bwrapArguments(profile, command, {
    ...{ layers, startDescriptor: stdio.length },
    files: files.map(({ path }, index) => ({ path, descriptor: first + index })),
    ...(filter === undefined ? {} : { filterDescriptor: first + files.length }),
  })
  const group = layers.includes('cgroup') ? groupOf(profile) : undefined
  const [program, ...args] = layers.includes('resource-limits')
    ? [prlimitPath, ...prlimitOptions(limitsOf(profile.calls)), '--', findBwrap(), ...bwrap]
    : [findBwrap(), ...bwrap]
  const child = spawn(program, args, {
    detached,
    env: {},
    stdio: [...stdio, ...given.map(() => 'pipe' as const)],
  })
  try {
    if (child.pid !== undefined) group?.add(child.pid)
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  if (group !== undefined) child.once('exit', () => group.remove())
  for (const [offset, bytes] of given.entries()) {
    const pipe = child.stdio[stdio.length + offset] as Socket
    // Bubblewrap that ends early closes it; how it ended says why.
    pipe.on('error', () => undefined)
    pipe.end(bytes)
    pipe.unref()
  }
  return child
}

let looked = false

/**
 * Closes what this process was started with beyond the standard descriptors, once: Node opens its own so that they end at exec and
 * shuts low ones, but one with a high number would go on into every sandbox (CWE-403).
 */
function closeLeftOpen(): void {
  if (looked || !existsSync('/proc/self/fdinfo')) return
  looked = true
  for (const name of readdirSync('/proc/self/fdinfo')) {
    const descriptor = Number(name)
    if (descriptor > 2 && staysOpen(descriptor)) closeSync(descriptor)
  }
}

/** O_CLOEXEC of asm-generic, which both architectures have. */
const closesAtExec = 0o2000000

function staysOpen(descriptor: number): boolean {
  try {
    const flags = /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1]
    return flags !== undefined && (Number.parseInt(flags, 8) & closesAtExec) === 0
  } catch {
    // The descriptor that listed the folder is gone by now.
    return false
  }
}

const filters = new Map<string, Uint8Array>()

/** The system call filter of a profile on this machine. */
export function filterOf({ calls }: Pick<SandboxProfile, 'calls'>, arch: string = process.arch): Uint8Array {
  const known = filters.get(`${calls} ${arch}`)
  if (known !== undefined) return known
  if (arch !== 'x64' && arch !== 'arm64') throw new RangeError(`No system call filter is known for ${arch}`)
  const built = buildFilter(callPolicy(calls), arch satisfies Arch)
  filters.set(`${calls} ${arch}`, built)
  return built
}

function groupOf({ group, calls }: SandboxProfile): Cgroup | undefined {
  const base = group === undefined ? undefined : cgroupBase()
  return base === undefined || group === undefined ? undefined : new Cgroup(base, group, limitsOf(calls))
}
