import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import type { DeviceFile } from '@pericard/model'
import { type LocalBackend, localApp } from './app.ts'
import { type Grant, grantsOf } from './grants.ts'

const connectionsMax = 32
/** Slow headers and slow bodies hold a connection no longer, in milliseconds. */
const timeouts = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 }

interface Open {
  readonly server: Server
  readonly rights: string
}

/** The sockets of the components, one each; those of dormant interfaces only while they are opened. */
export class Sockets {
  readonly #file: DeviceFile
  readonly #runDir: string
  readonly #backend: LocalBackend
  readonly #open = new Map<string, Open>()
  #shut: NodeJS.Timeout | undefined

  constructor(file: DeviceFile, runDir: string, backend: LocalBackend) {
    this.#file = file
    this.#runDir = runDir
    this.#backend = backend
    // What a process that was killed left there: for a dormant interface nobody listens on it.
    for (const { id } of file.components) rmSync(this.#pathOf(id), { force: true })
    this.#set(grantsOf(file))
  }

  /**
   * Opens these dormant interfaces and shuts all others, connections included.
   *
   * @param milliseconds after which they are shut, whatever becomes of whoever asked for it
   */
  openDormant(interfaces: readonly string[], milliseconds: number): void {
    clearTimeout(this.#shut)
    this.#set(grantsOf(this.#file, interfaces))
    if (interfaces.length > 0) this.#shut = setTimeout(() => this.#set(grantsOf(this.#file)), milliseconds)
  }

  /** Ends every socket. */
  close(): void {
    clearTimeout(this.#shut)
    this.#set([])
  }

  #set(grants: readonly Grant[]): void {
    const wanted = new Map(grants.map((grant) => [grant.component, { grant, rights: JSON.stringify(grant) }]))
    for (const [component, { server, rights }] of this.#open) {
      if (wanted.get(component)?.rights === rights) continue
      server.close()
      server.closeAllConnections()
      rmSync(this.#pathOf(component), { force: true })
      this.#open.delete(component)
    }
    for (const [component, { grant, rights }] of wanted)
      if (!this.#open.has(component)) this.#open.set(component, { server: this.#listen(grant), rights })
  }

  #listen(grant: Grant): Server {
    const path = this.#pathOf(grant.component)
    const listener = getRequestListener(localApp(grant, this.#backend).fetch)
    const server = createServer(timeouts, (incoming, outgoing) => void listener(incoming, outgoing))
    server.maxConnections = connectionsMax
    server.listen(path, () => {
      if (server.listening) chmodSync(path, 0o660)
    })
    return server
  }

  #pathOf(component: string): string {
    return join(this.#runDir, `${component}.sock`)
  }
}
