import { EventEmitter } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { getRequestListener } from '@hono/node-server'
import type { Clock } from '@pericard/base'
import { linkPolicy, sealingKeyPair } from '@pericard/protocol'
import type { Hono } from 'hono'
import {
  type AuthorityState,
  type CertificateHolder,
  newAuthority,
  openAuthority,
  type ServerIdentity,
} from './authority.ts'
import type { Context } from './context.ts'
import { admitDevice } from './identity.ts'
import { FleetError } from './error.ts'
import type { Env } from './http/common.ts'
import { consolePort } from './http/console-port.ts'
import { devicePort } from './http/device-port.ts'
import { enrolPort } from './http/enrol-port.ts'
import { masterKey, secretOf, sha256 } from './keys.ts'
import { type Ports, rememberPorts, urlOf, withRemembered } from './listening.ts'
import type { Store } from './ports/store.ts'
import { newLink } from './sign-in.ts'

const connectionsPerAddressMax = 64
const timeouts = {
  handshakeTimeout: 5_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 8 * 1024,
}

export interface FleetOptions {
  readonly store: Store
  readonly masterKeyFile: string
  /** 0 takes the port of the last start on this store, at first any free one. */
  readonly ports: Ports
  /** Names and addresses of this server; the first one stands in the URLs. */
  readonly hostnames: readonly string[]
  readonly clock: Clock
  readonly consoleDir?: string
  readonly log: (line: string) => void
}

export interface Fleet {
  readonly consoleUrl: string
  readonly deviceUrl: string
  readonly enrolUrl: string
  /** PEM of the root by which devices and operators know this server. */
  readonly fleetRoot: string
  /** A sign-in link: works once, for 15 minutes. What is done with it is done in the name of that person. */
  signInLink(name?: string): Promise<string>
  close(): Promise<void>
}

/** Starts the fleet server; it owns the store from here on. @throws {FleetError} */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { store, hostnames, log, consoleDir } = options
  const servers: Server[] = []
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(stop))
    await store.close()
  }
  try {
    const context = await contextOf(options)
    const identity = await context.authority.serverIdentity(hostnames)
    const fleetRoot = context.authority.rootPem
    const ports = await withRemembered(store, options.ports)
    const open = async (app: Hono<Env>, port: number, mutual: boolean): Promise<number> => {
      const server = serverOf(app, identity, mutual ? fleetRoot : undefined)
      if (mutual) watchDevices(server, context)
      servers.push(server)
      return listen(server, port)
    }
    const device = await open(devicePort(context, log), ports.device, true)
    const enrol = await open(enrolPort(context, log), ports.enrol, false)
    const name = hostnames[0] ?? 'localhost'
    const addresses = { deviceUrl: urlOf(name, device), enrolUrl: urlOf(name, enrol), fleetRoot }
    const shown = consolePort({
      context,
      log,
      addresses,
      ...(consoleDir === undefined ? {} : { consoleDir }),
    })
    const console = await open(shown, ports.console, false)
    await rememberPorts(store, { console, device, enrol })
    const consoleUrl = urlOf(name, console)
    const signInLink = async (name?: string): Promise<string> =>
      `${consoleUrl}/sign-in/${await newLink(context, name)}`
    return { consoleUrl, ...addresses, signInLink, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function contextOf({ store, clock, masterKeyFile }: FleetOptions): Promise<Context> {
  const master = masterKey(masterKeyFile)
  const kept = await secretOf(store, master, 'authority', async () =>
    Buffer.from(JSON.stringify(await newAuthority(clock))),
  )
  const authority = await openAuthority(JSON.parse(kept.toString()) as AuthorityState, clock)
  const pair = await secretOf(store, master, 'ingest', async () => {
    const { privateKey, publicKey } = await sealingKeyPair()
    return Buffer.concat([privateKey, publicKey])
  })
  const [privateKey, publicKey] = [new Uint8Array(pair.subarray(0, 32)), new Uint8Array(pair.subarray(32))]
  const ingest = { keyId: sha256(publicKey).slice(0, 16), publicKey, privateKey }
  const hub = new EventEmitter()
  hub.setMaxListeners(0)
  return { store, master, authority, clock, ingest, hub }
}

function serverOf(app: Hono<Env>, identity: ServerIdentity, clientRoot: string | undefined): Server {
  const mutual =
    clientRoot === undefined ? {} : { ca: clientRoot, requestCert: true, rejectUnauthorized: true }
  const server = createServer(
    { ...linkPolicy(), ...identity, ...mutual, ...timeouts },
    (request, response) => {
      void getRequestListener(app.fetch, { overrideGlobalObjects: false })(request, response)
    },
  )
  server.maxConnections = 4096
  const perAddress = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (perAddress.get(address) ?? 0) + 1
    perAddress.set(address, count)
    socket.on('close', () => {
      const left = (perAddress.get(address) ?? 1) - 1
      if (left > 0) perAddress.set(address, left)
      else perAddress.delete(address)
    })
    if (count > connectionsPerAddressMax) socket.destroy()
  })
  return server
}

/** Ends connections that no enrolled device holds, and those of a device once it is revoked. */
function watchDevices(server: Server, context: Context): void {
  const live = new Map<TLSSocket, CertificateHolder>()
  server.on('secureConnection', (socket: TLSSocket) => {
    const raw = (socket.getPeerCertificate(true) as { raw?: Buffer } | undefined)?.raw
    const holder = raw === undefined ? undefined : context.authority.holderOf(raw)
    if (holder === undefined) {
      socket.destroy()
      return
    }
    live.set(socket, holder)
    socket.on('close', () => live.delete(socket))
    admitDevice(context, holder).catch(() => socket.destroy())
  })
  context.hub.on('cut', (id: string) => {
    for (const [socket, { device }] of live) if (device === id) socket.destroy()
  })
  context.hub.on('replaced', (by: CertificateHolder) => {
    for (const [socket, { device, serial }] of live)
      if (device === by.device && serial !== by.serial) socket.destroy()
  })
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') reject(cause)
      else reject(new FleetError('FLEET_PORT_IN_USE', `Port ${port} is in use by another program`, { cause }))
    })
    server.listen(port, () => resolve((server.address() as AddressInfo).port))
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
