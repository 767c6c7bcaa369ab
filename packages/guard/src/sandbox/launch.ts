import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process'
import type { Socket } from 'node:net'
import { bwrapArguments, findBwrap, type SandboxProfile } from '../sandbox.ts'
import type { Arch } from './bpf.ts'
import { callPolicy } from './calls.ts'
import { Cgroup, cgroupBase } from './cgroup.ts'
import { buildFilter } from './filter.ts'
import { type Layer, layers as allLayers } from './layers.ts'
import { limitsOf, prlimitOptions } from './limits.ts'

export interface LaunchOptions {
  /** Descriptors from 0 on that the process gets; at least the three standard ones. */
  readonly stdio: Exclude<StdioOptions, string>
  /** Layers that this machine has, from `usableLayers`. */
  readonly layers?: readonly Layer[]
  /** In a process group of its own, so that it outlives its parent. */
  readonly detached?: boolean
}

/**
 * Starts a program in its sandbox. The filter comes over a descriptor after the ones of `stdio`, which bubblewrap reads to its end
 * before it makes the sandbox: until then the process is in its cgroup, so nothing ever runs outside of it.
 *
 * @throws the file system's error where its cgroup cannot be made: it is not started without
 */
export function launch(
  profile: SandboxProfile,
  command: readonly string[],
  { stdio, layers = allLayers, detached = false }: LaunchOptions,
): ChildProcess {
  const filter = layers.includes('seccomp') ? filterOf(profile) : undefined
  const bwrap = bwrapArguments(profile, command, {
    layers,
    ...(filter === undefined ? {} : { filterDescriptor: stdio.length }),
  })
  const group = layers.includes('cgroup') ? groupOf(profile) : undefined
  const [program, ...args] = layers.includes('resource-limits')
    ? ['/usr/bin/prlimit', ...prlimitOptions(limitsOf(profile.calls)), '--', findBwrap(), ...bwrap]
    : [findBwrap(), ...bwrap]
  const child = spawn(program, args, {
    ...{ detached, env: {} },
    stdio: filter === undefined ? stdio : [...stdio, 'pipe'],
  })
  try {
    if (child.pid !== undefined) group?.add(child.pid)
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  if (group !== undefined) child.once('exit', () => group.remove())
  if (filter !== undefined) {
    const pipe = child.stdio[stdio.length] as Socket
    // Bubblewrap that ends early closes it; how it ended says why.
    pipe.on('error', () => undefined)
    pipe.end(filter)
    pipe.unref()
  }
  return child
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
