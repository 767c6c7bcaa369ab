/** Limits on memory, tasks and processor of a sandbox as a whole, by cgroup v1 or v2, whichever can be written. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SandboxLimits } from './limits.ts'

const defaultRoot = '/sys/fs/cgroup'
const controllers = ['memory', 'pids', 'cpu'] as const
/** Microseconds in which a quota of processor time is spent. */
const period = 100_000

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
  }

  /** Moves a process here; whatever it starts from then on is here too. */
  add(pid: number): void {
    for (const folder of this.#folders) writeFileSync(join(folder, 'cgroup.procs'), String(pid))
  }

  /** Removes the group if nothing runs in it any more. */
  remove(): void {
    for (const folder of this.#folders) {
      try {
        rmdirSync(folder)
      } catch {
        // Still busy: the next start of the same name takes it over.
      }
    }
  }

  #set(file: string, value: string): void {
    const controller = file.slice(0, file.indexOf('.'))
    const folder = this.#folders.find((each) => each.includes(`/${controller}/pericard/`)) ?? this.#folders[0]
    writeFileSync(join(folder ?? '', file), value)
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
