/** The fleet's console port as the console sees it, without the fleet: the built files and the pump's JSON. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { DeviceView, SoupDecisionRequest } from '@pericard/protocol/operator-api'
import { MockSoup } from './mock-soup.ts'
import { pumpView } from './pump.ts'

export interface MockServer {
  readonly url: string
  /** What was posted, as `<path> <x-pericard header>`. */
  readonly posted: string[]
  /** Decisions that were taken. */
  readonly decided: readonly SoupDecisionRequest[]
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
  const soup = new MockSoup()
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
      if (path === '/api/soup/decisions') return void takeDecision(request, response, soup)
      return send(response, 200, {})
    }
    if (path === '/api/devices') return send(response, 200, [view.summary, ...others(view)])
    if (path === device) return send(response, 200, view)
    const answer = soup.answer(new URL(request.url ?? '/', 'http://mock'))
    if (answer !== undefined) return send(response, 200, answer)
    if (path !== `${device}/stream`)
      return send(response, 404, { code: 'FLEET_NO_DEVICE', message: `no device ${path}` })
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n')
    streams.add(response)
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    decided: soup.decided,
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

async function takeDecision(
  request: IncomingMessage,
  response: ServerResponse,
  soup: MockSoup,
): Promise<void> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  const refused = soup.decide(JSON.parse(text) as SoupDecisionRequest)
  if (refused === undefined) send(response, 201, { decisions: 1 })
  else send(response, 400, { code: 'FLEET_REQUEST_INVALID', message: refused })
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
