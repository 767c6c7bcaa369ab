import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps, type ServerOptions } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { DeviceFile } from '@pericard/model'
import type { FleetTarget, ProbeTarget } from '../src/index.ts'

/** A folder that is gone after the test. */
export function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'pericard-probe-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A throw-away certificate, made for this run. */
export function certificate(t: TestContext): { readonly key: Buffer; readonly cert: Buffer } {
  const at = folder(t)
  const [key, cert] = [join(at, 'key.pem'), join(at, 'cert.pem')]
  const how = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=twin'.split(' ')
  execFileSync('openssl', [...how, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  return { key: readFileSync(key), cert: readFileSync(cert) }
}

export async function https(t: TestContext, options: ServerOptions, on: RequestListener): Promise<string> {
  const server = createHttps({ ...certificate(t), ...options }, on)
  await listening(t, server, () => server.listen(0, '127.0.0.1'))
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A local API on `<run>/<component>.sock`. */
export async function local(t: TestContext, component: string, on: RequestListener): Promise<string> {
  const run = folder(t)
  const server = createHttp(on)
  await listening(t, server, () => server.listen(join(run, `${component}.sock`)))
  return run
}

async function listening(
  t: TestContext,
  server: Server & { closeAllConnections(): void },
  start: () => void,
): Promise<void> {
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => {
    server.once('listening', resolve)
    start()
  })
}

/** The whole body, parsed; `undefined` if it is not JSON. */
export async function bodyOf(request: AsyncIterable<Buffer>): Promise<Record<string, unknown> | undefined> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>
  } catch {
    return undefined
  }
}

const deviceFile = {
  device: { id: 'twin', manufacturer: 'Twin GmbH', version: '1' },
  components: [{ id: 'app' }],
  interfaces: [{ id: 'app-to-pump', from: 'app', commands: ['pump'] }],
  diagnostics: [],
  vault: { unlock: [] },
  roles: [{ id: 'nurse' }, { id: 'technician' }],
  functions: [
    {
      id: 'pump',
      commands: [
        {
          id: 'set-rate',
          parameters: { rate: { unit: 'mL/h', min: 1, max: 100 } },
          roles: ['nurse'],
          confirm: 'at-device',
        },
      ],
    },
  ],
  controls: [
    { id: 'envelope', probes: ['command-outside-envelope', 'command-by-wrong-role'] },
    { id: 'odd', probes: ['no-such-probe'] },
  ],
} as unknown as DeviceFile

export function target(parts: Partial<ProbeTarget> & { readonly fleet?: FleetTarget }): ProbeTarget {
  return { deviceFile, fleet: {}, now: Date.parse('2026-01-01T00:00:00Z'), ...parts }
}
