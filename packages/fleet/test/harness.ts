/** A real fleet server for one test, and an operator who is signed in to it. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@pericard/base'
import { type Fleet, memoryStore, startFleet } from '../src/index.ts'

const examples = new URL('../../../examples/infusion-pump/', import.meta.url)
export const examplePump: { readonly deviceFile: string; readonly sbom: string } = {
  deviceFile: readFileSync(new URL('device.yaml', examples), 'utf8'),
  sbom: readFileSync(new URL('sbom.cdx.json', examples), 'utf8'),
}

export interface Answer {
  readonly status: number
  readonly text: string
}

export interface TestFleet extends AsyncDisposable {
  readonly fleet: Fleet
  operator(method: string, path: string, body?: unknown): Promise<Answer>
  /** Registers the example pump and gives its path in the operator API. */
  register(serial: string): Promise<string>
}

export async function startTestFleet(): Promise<TestFleet> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-fleet-'))
  const fleet = await startFleet({
    store: memoryStore(),
    masterKeyFile: join(folder, 'master.key'),
    ports: { console: 0, device: 0, enrol: 0 },
    hostnames: ['127.0.0.1'],
    clock: systemClock,
    log: (line) => console.error(line),
  })
  const cookie = await signIn(await fleet.signInLink(), fleet.fleetRoot)
  const operator = (method: string, path: string, body?: unknown): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { cookie, 'x-pericard': '1' }
      const options = { method, headers, ca: fleet.fleetRoot, agent: false } as const
      const sent = request(fleet.consoleUrl + path, options, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      })
      sent.on('error', reject)
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })
  return {
    fleet,
    operator,
    register: async (serial) => {
      const { deviceFile, sbom } = examplePump
      const body = { deviceFile, includes: {}, sboms: { 'sbom.cdx.json': sbom }, serial }
      const answer = await operator('POST', '/api/devices', body)
      assert.equal(answer.status, 201, answer.text)
      return `/api/devices/${encodeURIComponent((JSON.parse(answer.text) as { id: string }).id)}`
    },
    [Symbol.asyncDispose]: async () => {
      await fleet.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Trades a sign-in link for the session's cookie. */
export function signIn(link: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(link, { ca, agent: false }, (response) => {
      response.resume()
      resolve(response.headers['set-cookie']?.[0]?.split(';')[0] ?? '')
    })
    sent.on('error', reject)
    sent.end()
  })
}
