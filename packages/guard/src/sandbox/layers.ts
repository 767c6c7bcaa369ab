import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import type { AcceptedRisk } from '@pericard/model'
import { GuardError } from '../errors.ts'
import { cgroupBase } from './cgroup.ts'
import { prlimitPath } from './limits.ts'

/** Layers of a sandbox, from the outside in. Each stops something even if the others are gone. */
export const layers = [
  'mounts',
  'read-only',
  'network',
  'processes',
  'capabilities',
  'no-user-namespaces',
  'seccomp',
  'resource-limits',
  'cgroup',
  'node-permissions',
  'landlock',
] as const
export type Layer = (typeof layers)[number]

export interface LayerState {
  readonly layer: Layer
  readonly there: boolean
  readonly required: boolean
  /** What was found, or what to do about its lack. */
  readonly because: string
}

/** Where bubblewrap and prlimit are looked for. */
export const bwrapPaths: readonly string[] = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap']

/** What of the machine decides which layers there are; replaced in tests. */
export interface Machine {
  readonly arch: string
  readonly bwrap: boolean
  readonly prlimit: boolean
  /** `/proc/self/status` names seccomp where the kernel has it. */
  readonly seccomp: boolean
  /** `/proc/sys/user/max_user_namespaces` is what bubblewrap sets to forbid them. */
  readonly userNamespaceLimit: boolean
  readonly cgroup: boolean
}

/** Looks at the machine that this process runs on. */
export function thisMachine(): Machine {
  return {
    arch: process.arch,
    bwrap: bwrapPaths.some((path) => existsSync(path)),
    prlimit: isExecutable(prlimitPath),
    seccomp: /^Seccomp_filters:/m.test(readFileSync('/proc/self/status', 'utf8')),
    userNamespaceLimit: existsSync('/proc/sys/user/max_user_namespaces'),
    cgroup: cgroupBase() !== undefined,
  }
}

/** Each layer, whether this machine has it, and what its lack calls for. */
export function layerStates(machine: Machine = thisMachine()): LayerState[] {
  const { bwrap, seccomp, arch } = machine
  const known = arch === 'x64' || arch === 'arm64'
  const state = (layer: Layer, there: boolean, found: string, lack: string, required = true): LayerState => ({
    ...{ layer, there, required },
    because: there ? found : lack,
  })
  const install = 'install bubblewrap 0.8 or later'
  return [
    state('mounts', bwrap, 'bubblewrap', install),
    state('read-only', bwrap, 'bubblewrap', install),
    state('network', bwrap, 'bubblewrap', install),
    state('processes', bwrap, 'bubblewrap', install),
    state('capabilities', bwrap, 'bubblewrap', install),
    state(
      'no-user-namespaces',
      bwrap && machine.userNamespaceLimit,
      'bubblewrap',
      'a kernel with CONFIG_USER_NS',
    ),
    state(
      'seccomp',
      bwrap && seccomp && known,
      `filter for ${arch}`,
      known ? 'a kernel with CONFIG_SECCOMP_FILTER' : `no filter is known for ${arch}`,
    ),
    state('resource-limits', machine.prlimit, 'prlimit', 'install util-linux'),
    state('cgroup', machine.cgroup, 'memory, tasks, processor', 'let the guard write to /sys/fs/cgroup'),
    state('node-permissions', true, 'Node', ''),
    // Only native code in the process itself can bring it under Landlock; the guard has none.
    state('landlock', false, '', 'not used: it needs native code at run time', false),
  ]
}

/** Layers of a sandbox within another: limits and cgroup are those of the outer one. */
export function layersWithin(outer: readonly Layer[] = layers): Layer[] {
  return outer.filter((layer) => layer !== 'resource-limits' && layer !== 'cgroup')
}

/** How a device file names the risk of going without a layer. */
export function acceptanceName(layer: Layer): string {
  return `missing-sandbox-layer@${layer}`
}

/**
 * The layers that sandboxes of this machine have. A required layer that is missing is left out only where the device file accepts
 * that by name. Its date is not looked at here: a calendar, which the device may not even know, must not stop a therapy at the next
 * start; `pericard check` reports a decision that has ended.
 *
 * @throws {GuardError} `GUARD_BWRAP_MISSING`, or `GUARD_LAYER_MISSING` with all that is missing
 */
export function usableLayers(
  accepted: readonly Pick<AcceptedRisk, 'finding'>[],
  states: readonly LayerState[] = layerStates(),
): Layer[] {
  if (states.some(({ layer, there }) => layer === 'mounts' && !there))
    throw new GuardError(
      'GUARD_BWRAP_MISSING',
      'Cannot start the guard: bubblewrap (bwrap) is not installed; install it: apt-get install bubblewrap',
    )
  const refused = states.filter(
    ({ layer, there, required }) =>
      !there && required && !accepted.some(({ finding }) => finding === acceptanceName(layer)),
  )
  if (refused.length > 0) {
    const what = refused.map(({ layer, because }) => `${layer} (${because})`).join(', ')
    const names = refused.map(({ layer }) => acceptanceName(layer)).join(', ')
    throw new GuardError(
      'GUARD_LAYER_MISSING',
      `Cannot start the guard: this machine lacks ${what}; provide it, or accept the risk in the device file as ${names}`,
    )
  }
  return states.filter(({ there }) => there).map(({ layer }) => layer)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
