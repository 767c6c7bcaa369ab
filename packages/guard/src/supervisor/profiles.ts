import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dirname, join } from 'node:path'
import type { DeviceConfig } from '@pericard/update'
import { GuardError } from '../errors.ts'
import type { SandboxProfile } from '../sandbox.ts'
import type { ChildName } from './child.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const code = [`${root}packages`, `${root}node_modules`, process.execPath]
/** What name look-ups need; nothing else of `/etc` is there. */
const nameFiles = ['/etc/hosts', '/etc/resolv.conf', '/etc/nsswitch.conf']

/** The rights of each process, as little as it needs. */
export function childProfile(
  name: Exclude<ChildName, 'updater'>,
  dataDir: string,
  tpm?: string,
): SandboxProfile {
  const base = {
    ...{ calls: name, group: groupName(dataDir, name) },
    ...{ readOnly: code, writable: [], diesWithParent: true, proc: true, environment: {} },
  }
  switch (name) {
    case 'keeper':
      return {
        ...{ ...base, network: false, uid: 64_002, ...placesOf(dataDir, tpm) },
        // It has no business with sockets: a keeper that was taken over must not talk to the gate.
        hidden: [join(dataDir, 'run'), join(dataDir, 'gate')],
      }
    case 'courier':
      return {
        ...base,
        network: true,
        uid: 64_003,
        readOnly: [...code, ...nameFiles.filter((path) => existsSync(path))],
      }
    case 'local-api':
      return { ...base, network: false, uid: 64_004, writable: [join(dataDir, 'run')] }
  }
}

/**
 * The updater's rights: its mirror, its own folder, slots and boot control. Not the data folder, no Unix sockets.
 *
 * @throws {GuardError} `GUARD_UPDATE_UNFIT` for a TPM behind a socket: with the host's network a process that makes Unix sockets reaches
 * the abstract sockets of every other service (CVE-2020-15257)
 */
export function updaterProfile(
  dataDir: string,
  { folder, tpm, bootedFrom, components }: DeviceConfig,
): SandboxProfile {
  if (tpm !== false && !tpm.startsWith('/dev/'))
    throw new GuardError(
      'GUARD_UPDATE_UNFIT',
      `Cannot run the updater: its TPM is ${tpm}, wanted a device such as /dev/tpmrm0, or false`,
    )
  const parts = Object.values(components)
  const slots = parts.flatMap(({ a, b }) => [a, b])
  const files = [...slots.filter((path) => !path.startsWith('/dev/')), ...parts.map(({ boot }) => boot)]
  const reads = [bootedFrom, ...parts.map(({ dataFormat }) => dataFormat)]
  return {
    ...{ calls: 'updater', group: groupName(dataDir, 'updater'), network: true, uid: 64_006 },
    readOnly: [
      ...code,
      ...nameFiles.filter((path) => existsSync(path)),
      ...reads.filter((path) => !path.startsWith('/proc/')),
    ],
    writable: [...new Set([folder, ...files.map((path) => dirname(path))])],
    devices: [...slots.filter((path) => path.startsWith('/dev/')), ...(tpm === false ? [] : [tpm])],
    ...{ diesWithParent: true, proc: true, environment: {} },
  }
}

/** The TPM is a device node, or the socket of an emulator, which may be made anew in its folder. */
function placesOf(dataDir: string, tpm: string | undefined): Pick<SandboxProfile, 'writable' | 'devices'> {
  if (tpm === undefined) return { writable: [dataDir] }
  return tpm.startsWith('/dev/')
    ? { writable: [dataDir], devices: [tpm] }
    : { writable: [dataDir, dirname(tpm)] }
}

/** The program of each process. */
export function childMain(name: ChildName): string {
  return `${root}packages/guard/src/${name}/main.ts`
}

/** Name of a process's cgroup; two guards on one machine differ by their data folder. */
export function groupName(dataDir: string, process: string): string {
  return `${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}-${process}`
}

/** Folder of a gate's socket. Each gate sees its own and nothing else of the data folder. */
export function gateFolder(dataDir: string, functionId: string): string {
  return join(dataDir, 'gate', functionId)
}

/**
 * Node's permission model, the last layer: it stops mistakes and injected JavaScript, not native code. Keeper and updater go without:
 * the model forbids fsync, and what they acknowledge has to be on the medium.
 */
export function nodeRights({ calls, readOnly, writable }: SandboxProfile): string[] {
  if (calls === 'keeper' || calls === 'updater') return []
  return [
    '--permission',
    ...[...readOnly, ...writable].map((path) => `--allow-fs-read=${path}`),
    ...writable.map((path) => `--allow-fs-write=${path}`),
  ]
}
