import type { DeviceFile } from '@pericard/model'
import { dirname, join } from 'node:path'
import { functionProfile } from '../gate/function-program.ts'
import { gateProfile } from '../gate/link.ts'
import { programsOf } from '../gate/wire.ts'
import type { DeviceConfig } from '@pericard/update'
import type { SandboxProfile } from '../sandbox.ts'
import { childProfile, gateFolder, groupName, updaterProfile } from '../supervisor/profiles.ts'
import { callPolicy } from './calls.ts'
import { acceptanceName, type LayerState, layerStates } from './layers.ts'
import { limitsOf, type SandboxLimits } from './limits.ts'

/** What one process may do, for a reader or as JSON. */
export interface SandboxDescription {
  readonly process: string
  /** The critical function, for a gate and its function. */
  readonly function?: string
  readonly user: number
  readonly network: boolean
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly hidden: readonly string[]
  readonly devices: readonly string[]
  readonly calls: {
    readonly allowed: number
    readonly byArgument: readonly string[]
    readonly killed: number
    readonly socketFamilies: readonly number[]
  }
  readonly limits: SandboxLimits
  /** Whether it can make a sandbox, and thus user namespaces, within its own. */
  readonly nests: boolean
  readonly endsWithParent: boolean
}

export interface GuardDescription {
  readonly processes: readonly SandboxDescription[]
  readonly layers: readonly (LayerState & {
    /** Decision of the device file that accepts its lack. */
    readonly acceptedBy?: string
    /** What the device file would have to name. */
    readonly risk: string
  })[]
  /** Whether the guard would start on this machine. */
  readonly starts: boolean
}

/** What the guard of a device file would run, and what of it this machine can hold. `folder` is that of the device file. */
export function describeGuard(
  file: DeviceFile,
  folder: string,
  dataDir: string,
  states: readonly LayerState[] = layerStates(),
  update?: DeviceConfig,
): GuardDescription {
  const layers = states.map((state) => {
    const risk = acceptanceName(state.layer)
    const accepted = file.accepted.find(({ finding }) => finding === risk)
    return { ...state, risk, ...(accepted === undefined ? {} : { acceptedBy: accepted.id }) }
  })
  const processes = (['keeper', 'courier', 'local-api'] as const).map((name) =>
    describe(name, childProfile(name, dataDir)),
  )
  const updater =
    update === undefined
      ? []
      : [
          describe('relay', childProfile('relay', dataDir)),
          describe('updater', updaterProfile(dataDir, update)),
        ]
  const functions = file.functions.flatMap((fn) => {
    if (fn.program === undefined) return []
    const { program, fallback } = programsOf(fn, folder)
    const configuration = {
      ...{
        deviceFile: '',
        device: file.device.id,
        function: fn,
        ...(fallback === undefined ? { program } : { program, fallback }),
        group: groupName(dataDir, `gate-${fn.id}`),
      },
      socket: join(gateFolder(dataDir, fn.id), 'gate.sock'),
    }
    return [
      { ...describe('gate', gateProfile(configuration)), function: fn.id },
      { ...ofFunction(program), function: fn.id },
      ...(fallback === undefined ? [] : [{ ...ofFunction(fallback), function: `${fn.id} (fallback)` }]),
    ]
  })
  const starts = layers.every(
    ({ layer, there, required, acceptedBy }) =>
      there || !required || (acceptedBy !== undefined && layer !== 'mounts'),
  )
  return { processes: [...processes, ...updater, ...functions], layers, starts }
}

/** Of its folder it sees a copy of what was verified. */
function ofFunction(program: string): SandboxDescription {
  const described = describe('function', functionProfile(program))
  return { ...described, reads: [...described.reads, dirname(program)] }
}

function describe(process: string, profile: SandboxProfile): SandboxDescription {
  const { allow, allowWith, kill } = callPolicy(profile.calls)
  return {
    process,
    user: profile.uid,
    network: profile.network,
    reads: profile.readOnly,
    writes: profile.writable,
    hidden: profile.hidden ?? [],
    devices: profile.devices ?? [],
    calls: {
      allowed: new Set(allow).size,
      byArgument: allowWith.map(({ call }) => call),
      killed: kill.length,
      socketFamilies: allowWith.find(({ call }) => call === 'socket')?.oneOf ?? [],
    },
    limits: limitsOf(profile.calls),
    nests: profile.nests === true,
    endsWithParent: profile.diesWithParent,
  }
}
