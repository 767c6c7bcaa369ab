import { request, type RequestOptions } from 'node:https'

/** Answer of the fleet in bytes. */
const answerBytesMax = 1024 * 1024
const callWait = 15_000

export interface FleetAnswer {
  readonly status: number
  readonly text: string
}

/**
 * Signs in with an operator's one-time link and makes one call. Only the fleet's own root is believed.
 *
 * @throws where the link is used or too old, or the fleet cannot be reached
 */
export async function postAsOperator(link: string, fleetRoot: string, path: string): Promise<FleetAnswer> {
  const url = new URL(link)
  if (url.protocol !== 'https:') throw new Error('--sign-in: an https link was wanted')
  const session = await call(url, { ca: fleetRoot, method: 'GET' })
  if (session.cookie === undefined)
    throw new Error('--sign-in: the link is used or too old; ask the fleet for another')
  const headers = { cookie: session.cookie, 'x-pericard': '1' }
  return call(new URL(path, url), { ca: fleetRoot, method: 'POST', headers })
}

function call(
  url: URL,
  options: RequestOptions,
): Promise<FleetAnswer & { readonly cookie: string | undefined }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { ...options, agent: false, minVersion: 'TLSv1.2', timeout: callWait },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
          if (text.length > answerBytesMax) response.destroy(new Error('the answer of the fleet is too long'))
        })
        response.on('error', reject)
        response.on('end', () => {
          const cookie = response.headers['set-cookie']?.[0]?.split(';')[0]
          resolve({ status: response.statusCode ?? 0, text, cookie })
        })
      },
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error('the fleet does not answer')))
    outgoing.on('error', reject)
    outgoing.end()
  })
}
