import { request } from 'node:https'
import type { DeviceView, RegisterRequest, RegisterResponse } from '@pericard/protocol'

/** The fleet's operator API, as the start script uses it: signed in by a one-time link, server known by its root. */
export class Operator {
  readonly #url: string
  readonly #rootPem: string
  readonly #cookie: string

  private constructor(url: string, rootPem: string, cookie: string) {
    this.#url = url
    this.#rootPem = rootPem
    this.#cookie = cookie
  }

  static async signIn(link: string, rootPem: string): Promise<Operator> {
    const { headers, status } = await call(link, rootPem, { method: 'GET' })
    const cookie = headers['set-cookie']?.[0]?.split(';')[0]
    if (cookie === undefined) throw new Error(`The fleet did not take its own sign-in link: status ${status}`)
    return new Operator(new URL(link).origin, rootPem, cookie)
  }

  device(id: string): Promise<DeviceView> {
    return this.#call('GET', `/api/devices/${encodeURIComponent(id)}`) as Promise<DeviceView>
  }

  register(body: RegisterRequest): Promise<RegisterResponse> {
    return this.#call('POST', '/api/devices', body) as Promise<RegisterResponse>
  }

  evidence(id: string, body: { publicKey: string; text: string }): Promise<unknown> {
    return this.#call('POST', `/api/devices/${encodeURIComponent(id)}/evidence`, body)
  }

  advisories(text: string): Promise<unknown> {
    return this.#call('POST', '/api/advisories', text)
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const payload = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
    const { status, text } = await call(this.#url + path, this.#rootPem, {
      method,
      headers: {
        cookie: this.#cookie,
        'x-pericard': '1',
        'content-type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json',
      },
      ...(payload === undefined ? {} : { payload }),
    })
    if (status >= 300)
      throw new Error(`${method} ${path} at the fleet: status ${status}: ${text.slice(0, 300)}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}

interface Call {
  readonly method: string
  readonly headers?: Readonly<Record<string, string>>
  readonly payload?: string
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, readonly string[] | undefined>> & {
    'set-cookie'?: readonly string[]
  }
  readonly text: string
}

function call(url: string, rootPem: string, { method, headers, payload }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, ca: rootPem, agent: false, ...(headers ? { headers } : {}) },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const setCookie = response.headers['set-cookie']
          resolve({
            status: response.statusCode ?? 0,
            headers: setCookie === undefined ? {} : { 'set-cookie': setCookie },
            text: Buffer.concat(chunks).toString('utf8'),
          })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(payload)
  })
}
