import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dirname, join } from 'node:path'
import type { SandboxProfile } from '../sandbox.ts'
import type { ChildName } from './child.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const code = [`${root}packages`, `${root}node_modules`, process.execPath]
/** What name look-ups need; nothing else of `/etc` is there. */
const nameFiles = ['/etc/hosts', '/etc/resolv.conf', '/etc/nsswitch.conf']

/** The rights of each process, as little as it needs. */
export function childProfile(name: ChildName, dataDir: string, tpm?: string): SandboxProfile {
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
 * Node's permission model, the last layer: it stops mistakes and injected JavaScript, not native code. The keeper goes without: the
 * model forbids fsync, and what it acknowledges has to be on the medium.
 */
export function nodeRights({ calls, readOnly, writable }: SandboxProfile): string[] {
  if (calls === 'keeper') return []
  return [
    '--permission',
    ...[...readOnly, ...writable].map((path) => `--allow-fs-read=${path}`),
    ...writable.map((path) => `--allow-fs-write=${path}`),
  ]
}
