import type { CallProfile } from './calls.ts'

/** Limits of one process: those that the kernel keeps per process, and those of its cgroup. */
export interface SandboxLimits {
  readonly descriptors: number
  /** Largest file that it can write, in bytes; 0 where it writes none. */
  readonly fileBytes: number
  /** Memory of all its processes together, in bytes. */
  readonly memoryBytes: number
  /** Processes and threads; Node alone has about 12. */
  readonly tasks: number
  /** Share of one processor that it may use, in percent; undefined for the gate, which nothing may slow down. */
  readonly cpuPercent?: number
  /** Its weight when processors are scarce; 1024 is what any other process has. */
  readonly cpuShares: number
}

const MiB = 1024 * 1024
const GiB = 1024 * MiB

const gateLimits: SandboxLimits = {
  descriptors: 256,
  // It lays the image of its function into that one's sandbox: 64 MiB at most.
  fileBytes: 64 * MiB,
  memoryBytes: 512 * MiB,
  tasks: 128,
  cpuShares: 8192,
}

const limits: Readonly<Record<CallProfile, SandboxLimits>> = {
  courier: {
    descriptors: 256,
    fileBytes: 0,
    memoryBytes: 256 * MiB,
    tasks: 48,
    cpuPercent: 100,
    cpuShares: 256,
  },
  keeper: {
    descriptors: 1024,
    fileBytes: 64 * GiB,
    memoryBytes: 768 * MiB,
    tasks: 48,
    cpuPercent: 100,
    cpuShares: 512,
  },
  // It hashes whole images and may be slow: the function and the rest come first.
  updater: {
    descriptors: 256,
    fileBytes: 64 * GiB,
    memoryBytes: 512 * MiB,
    tasks: 48,
    cpuPercent: 100,
    cpuShares: 128,
  },
  relay: {
    descriptors: 128,
    fileBytes: 0,
    memoryBytes: 256 * MiB,
    tasks: 48,
    cpuPercent: 100,
    cpuShares: 128,
  },
  'local-api': {
    descriptors: 1024,
    fileBytes: MiB,
    memoryBytes: 256 * MiB,
    tasks: 48,
    cpuPercent: 100,
    cpuShares: 256,
  },
  gate: gateLimits,
  // It lives in its gate's group and has inherited its gate's limits, but for the size of files.
  function: { ...gateLimits, fileBytes: 0 },
}

/** The limits of a process of the guard. */
export function limitsOf(profile: CallProfile): SandboxLimits {
  return limits[profile]
}

/** Sets the limits of a process. */
export const prlimitPath = '/usr/bin/prlimit'

/**
 * Options of prlimit(1). Memory, where keys lie, is never written to a core file (CWE-528): the limit is 1 and not 0 because a
 * `core_pattern` that is a pipe heeds only 1 (core(5)). No real-time priority: it would starve the critical function.
 */
export function prlimitOptions({ descriptors, fileBytes }: SandboxLimits): string[] {
  return [
    '--core=1:1',
    `--nofile=${descriptors}:${descriptors}`,
    `--fsize=${fileBytes}:${fileBytes}`,
    ...['--rtprio=0:0', '--memlock=65536:65536', '--msgqueue=0:0'],
  ]
}
