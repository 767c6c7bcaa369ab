import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dirname, join } from 'node:path'
import type { DeviceConfig } from '@pericard/update'
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
        hidden: [join(dataDir, 'run'), join(dataDir, 'gate'), relayFolder(dataDir)],
      }
    case 'courier':
      return { ...base, network: true, uid: 64_003, readOnly: [...code, ...present(nameFiles)] }
    case 'relay':
      return { ...base, network: true, uid: 64_007, readOnly: [...code, ...present(nameFiles)] }
    case 'local-api':
      return { ...base, network: false, uid: 64_004, writable: [join(dataDir, 'run')] }
  }
}

/** The updater's rights: its own folder, slots, boot control and TPM. Not the data folder; of the network the relay's socket alone. */
export function updaterProfile(
  dataDir: string,
  { folder, tpm, bootedFrom, components }: DeviceConfig,
): SandboxProfile {
  const parts = Object.values(components)
  const slots = parts.flatMap(({ a, b }) => [a, b])
  const files = [...slots.filter((path) => !path.startsWith('/dev/')), ...parts.map(({ boot }) => boot)]
  const reads = [bootedFrom, ...parts.map(({ dataFormat }) => dataFormat)]
  return {
    ...{ calls: 'updater', group: groupName(dataDir, 'updater'), network: false, uid: 64_006 },
    readOnly: [
      ...[...code, relayFolder(dataDir)],
      ...reads.filter((path) => !path.startsWith('/proc/')),
      // An emulator's socket, which may be made anew in its folder.
      ...(tpm === false || tpm.startsWith('/dev/') ? [] : [dirname(tpm)]),
    ],
    writable: [...new Set([folder, ...files.map((path) => dirname(path))])],
    devices: [...slots, ...(tpm === false ? [] : [tpm])].filter((path) => path.startsWith('/dev/')),
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

function present(paths: readonly string[]): string[] {
  return paths.filter((path) => existsSync(path))
}

/** Folder of the relay's socket, which the updater sees. */
export function relayFolder(dataDir: string): string {
  return join(dataDir, 'relay')
}

/** Where the updater finds the relay. */
export function relaySocket(dataDir: string): string {
  return join(relayFolder(dataDir), 'relay.sock')
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
