/** The fleet's console port as the console sees it, without the fleet: the built files and the pump's JSON. */
import { createServer, type ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { DeviceView } from '@pericard/protocol/operator-api'
import { pumpView } from './pump.ts'

export interface MockServer {
  readonly url: string
  /** What was posted, as `<path> <x-pericard header>`. */
  readonly posted: string[]
  /** From now on nobody is signed in. */
  signOut(): void
  /** Sends a device event to every open stream. */
  emit(kind: string, detail: string): void
  close(): Promise<void>
}

const dist = join(import.meta.dirname, '../dist')
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}
const csp = "default-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"

export async function startMockServer(port = 0): Promise<MockServer> {
  const view: DeviceView = pumpView()
  const streams = new Set<ServerResponse>()
  const posted: string[] = []
  let signedIn = true
  let sequence = 100
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://mock').pathname)
    const device = `/api/devices/${view.summary.id}`
    response.setHeader('content-security-policy', csp)
    if (!path.startsWith('/api/')) return void sendFile(path, response)
    if (!signedIn) return send(response, 401, { code: 'FLEET_SIGNED_OUT', message: 'no session' })
    if (request.method === 'POST') {
      posted.push(`${path} ${String(request.headers['x-pericard'])}`)
      return send(response, 200, {})
    }
    if (path === '/api/devices') return send(response, 200, [view.summary, ...others(view)])
    if (path === device) return send(response, 200, view)
    const soup = soupAnswer(new URL(request.url ?? '/', 'http://mock'))
    if (soup !== undefined) return send(response, 200, soup)
    if (path !== `${device}/stream`)
      return send(response, 404, { code: 'FLEET_NO_DEVICE', message: `no device ${path}` })
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n')
    streams.add(response)
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    signOut: () => void (signedIn = false),
    emit(kind, detail) {
      const event = {
        device: view.summary.id,
        sequence: sequence++,
        at: Date.UTC(2026, 5, 1, 10),
        kind,
        detail,
      }
      for (const stream of streams) stream.write(`data: ${JSON.stringify(event)}\n\n`)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function others({ summary }: DeviceView): DeviceView['summary'][] {
  const { lastSeen: _, ...unseen } = summary
  return [
    {
      ...unseen,
      id: 'emg-recorder:E-17',
      name: 'EMG recorder',
      model: 'emg-recorder',
      status: 'registered',
      depth: { declared: 2, enforced: 1, proven: 0 },
    },
    {
      ...summary,
      id: 'bedside-gateway:G-3',
      name: 'Bedside gateway',
      model: 'bedside-gateway',
      status: 'stolen',
      depth: { declared: 4, enforced: 3, proven: 2 },
    },
  ]
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const name = extname(path) === '' ? '/index.html' : path
  try {
    const bytes = await readFile(join(dist, name))
    response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' }).end(bytes)
  } catch {
    response.writeHead(404).end()
  }
}

if (import.meta.main) {
  const { url } = await startMockServer(8460)
  console.log(url)
}

const release = {
  ...{
    id: 'r1',
    model: 'infusion-pump',
    name: 'Infusion pump',
    maker: 'Example',
    version: '2.4',
    devices: 12,
  },
}

/** What the fleet says of its SOUP. */
function soupAnswer({ pathname, searchParams }: URL): unknown {
  const other = { ...release, id: 'r2', version: '2.3', devices: 300 }
  const classes = { affected: 1, 'not-affected': 3, 'no-advisory-data': 90, 'identity-unknown': 2 }
  const alert = {
    at: Date.UTC(2026, 5, 1),
    release: 'r1',
    model: 'infusion-pump',
    version: '2.4',
    because: 'advisory',
  }
  const place = {
    components: [{ name: 'lodash', version: '4.17.20', type: 'library' }],
    devices: ['infusion-pump:SN-0001'],
  }
  if (pathname === '/api/soup/releases')
    return [release, other].map((each) => ({ ...each, components: 96, classes, open: 1 }))
  if (pathname === '/api/soup/alerts')
    return ['CVE-2020-28500', 'CVE-2021-23337'].map((vulnerability, index) => ({
      ...{ ...alert, sequence: index + 1, vulnerability, change: 'opened', devices: 312 },
    }))
  if (pathname.startsWith('/api/soup/vulnerabilities/') || searchParams.get('name') === 'lodash')
    return [other, release].map((each) => ({ release: each, ...place }))
  return pathname === '/api/soup/components' ? [] : undefined
}
