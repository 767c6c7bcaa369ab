/** What an attacker would look for, laid out so that nothing of the device itself is at stake. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type ListenOptions } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Decoy {
  /** Variables of the scripts, by name. */
  readonly scalars: Readonly<Record<string, string | number>>
  readonly disks: readonly string[]
  readonly remove: () => Promise<void>
}

/** Lays out a key, a store, a slot and three sockets. `dataDir` is the device's own, of which only the name is looked for. */
export async function layDecoy(dataDir: string | undefined): Promise<Decoy> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-decoy-'))
  for (const name of ['key', 'vault.db', 'slot']) writeFileSync(join(folder, name), 'decoy', { mode: 0o600 })
  const abstract = `pericard-decoy-${process.pid}`
  const servers = await Promise.all([
    listening({ host: '127.0.0.1', port: 0 }),
    listening({ path: join(folder, 'socket') }),
    listening({ path: `\0${abstract}` }),
  ])
  const address = servers[0].address() as AddressInfo
  return {
    scalars: { tcp: address.port, abstract, decoys: folder, host: process.pid, data: dataDir ?? folder },
    disks: disks(),
    remove: async () => {
      for (const server of servers) await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function listening(where: ListenOptions): Promise<ReturnType<typeof createServer>> {
  const server = createServer((socket) => socket.destroy())
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => resolve(server))
  })
}

function disks(): string[] {
  try {
    return readdirSync('/sys/block').filter((name) => /^(?:sd|vd|nvme|mmcblk|xvd)/.test(name))
  } catch {
    return []
  }
}
