/** Limits on memory, tasks and processor of a sandbox as a whole, by cgroup v1 or v2, whichever can be written. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SandboxLimits } from './limits.ts'

const defaultRoot = '/sys/fs/cgroup'
const controllers = ['memory', 'pids', 'cpu'] as const
/** Microseconds in which a quota of processor time is spent. */
const period = 100_000

/** A group is busy for some milliseconds after the end of its sandbox. */
const removalTries = 5
const removalPause = 100

/** Where groups can be made: one folder in v2, one for each controller in v1. */
export interface CgroupBase {
  readonly version: 1 | 2
  readonly root: string
}

/** Finds a hierarchy with all three controllers that this process may write to; undefined where there is none. */
export function cgroupBase(root: string = defaultRoot): CgroupBase | undefined {
  const listed = join(root, 'cgroup.controllers')
  if (existsSync(listed)) {
    const has = readFileSync(listed, 'utf8').split(/\s+/)
    const whole = controllers.every((name) => has.includes(name)) && isWritable(root)
    return whole ? { version: 2, root } : undefined
  }
  return controllers.every((name) => isWritable(join(root, name))) ? { version: 1, root } : undefined
}

/** A group of its own for one sandbox. */
export class Cgroup {
  readonly #folders: readonly string[]

  /**
   * Makes the group `pericard/<name>` and sets its limits; one that is left from an earlier start is set anew.
   *
   * @throws the file system's error where a limit cannot be set: a sandbox without the limits it should have does not start
   */
  constructor(base: CgroupBase, name: string, limits: SandboxLimits) {
    this.#folders =
      base.version === 2
        ? [join(base.root, 'pericard', name)]
        : controllers.map((controller) => join(base.root, controller, 'pericard', name))
    for (const folder of this.#folders) mkdirSync(folder, { recursive: true })
    if (base.version === 2) {
      const all = controllers.map((controller) => `+${controller}`).join(' ')
      for (const folder of [base.root, join(base.root, 'pericard')])
        writeFileSync(join(folder, 'cgroup.subtree_control'), all)
    }
    for (const [file, value] of base.version === 2 ? filesV2(limits) : filesV1(limits)) this.#set(file, value)
    // There only where the kernel accounts swap; without it a process could push itself, and then all others, out to the disk.
    const [file, value] = base.version === 2 ? noSwapV2 : noSwapV1(limits)
    if (existsSync(this.#pathOf(file))) this.#set(file, value)
  }

  /** Moves a process here; whatever it starts from then on is here too. */
  add(pid: number): void {
    for (const folder of this.#folders) writeFileSync(join(folder, 'cgroup.procs'), String(pid))
  }

  /** Removes the group once nothing runs in it any more; one that stays busy is taken over by the next start of its name. */
  remove(triesLeft: number = removalTries): void {
    try {
      for (const folder of this.#folders) if (existsSync(folder)) rmdirSync(folder)
    } catch {
      // The kernel is still ending what was killed with the sandbox.
      if (triesLeft > 0) setTimeout(() => this.remove(triesLeft - 1), removalPause).unref()
    }
  }

  #set(file: string, value: string): void {
    writeFileSync(this.#pathOf(file), value)
  }

  #pathOf(file: string): string {
    const controller = file.slice(0, file.indexOf('.'))
    const folder = this.#folders.find((each) => each.includes(`/${controller}/pericard/`)) ?? this.#folders[0]
    return join(folder ?? '', file)
  }
}

function filesV1({ memoryBytes, tasks, cpuPercent, cpuShares }: SandboxLimits): [string, string][] {
  return [
    ['memory.limit_in_bytes', String(memoryBytes)],
    ['pids.max', String(tasks)],
    ['cpu.shares', String(cpuShares)],
    ['cpu.cfs_period_us', String(period)],
    ['cpu.cfs_quota_us', String(cpuPercent === undefined ? -1 : (period * cpuPercent) / 100)],
  ]
}

const noSwapV2 = ['memory.swap.max', '0'] as const

function noSwapV1({ memoryBytes }: SandboxLimits): readonly [string, string] {
  return ['memory.memsw.limit_in_bytes', String(memoryBytes)]
}

function filesV2({ memoryBytes, tasks, cpuPercent, cpuShares }: SandboxLimits): [string, string][] {
  return [
    ['memory.max', String(memoryBytes)],
    ['pids.max', String(tasks)],
    // The kernel's own conversion: 2 … 262144 shares are 1 … 10000 of weight.
    ['cpu.weight', String(Math.round(1 + ((cpuShares - 2) * 9999) / 262_142))],
    ['cpu.max', `${cpuPercent === undefined ? 'max' : (period * cpuPercent) / 100} ${period}`],
  ]
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
