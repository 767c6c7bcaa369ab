import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import type { SandboxProfile } from '../sandbox.ts'
import type { ChildName } from './child.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const code = [`${root}packages`, `${root}node_modules`, process.execPath]
/** What name look-ups need; nothing else of `/etc` is there. */
const nameFiles = ['/etc/hosts', '/etc/resolv.conf', '/etc/nsswitch.conf']

/** The rights of each process, as little as it needs. */
export function childProfile(name: ChildName, dataDir: string): SandboxProfile {
  const base = { readOnly: code, writable: [], diesWithParent: true, proc: true, environment: {} }
  switch (name) {
    case 'keeper':
      return { ...base, network: false, uid: 64_002, writable: [dataDir] }
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

/** The program of each process. */
export function childMain(name: ChildName): string {
  return `${root}packages/guard/src/${name}/main.ts`
}
