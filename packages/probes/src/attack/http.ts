import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Ask {
  /** `https://…` or the path of a Unix socket. */
  readonly to: string
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const waitMs = 5000
const bodyBytesMax = 1024 * 1024

/**
 * Asks over HTTPS or a Unix socket; `undefined` if no HTTP answer came back. Certificates are not checked: an attacker
 * does not care who answers, and a refusal must be the target's, not ours.
 */
export function ask({ to, path, method = 'GET', headers = {}, body }: Ask): Promise<Answer | undefined> {
  const secure = to.startsWith('https:')
  const common: RequestOptions = { method, path, headers, timeout: waitMs, agent: false }
  return new Promise((resolve) => {
    const onAnswer = (answer: IncomingMessage): void => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        if (text.length < bodyBytesMax) text += chunk
      })
      const done = (): void =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text })
      answer.on('end', done)
      answer.on('error', done)
    }
    const url = secure ? new URL(to) : undefined
    const sent =
      url === undefined
        ? httpRequest({ ...common, socketPath: to }, onAnswer)
        : httpsRequest(
            { ...common, host: bare(url.hostname), port: url.port || 443, rejectUnauthorized: false },
            onAnswer,
          )
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => resolve(undefined))
    sent.end(body)
  })
}

/** The host without the brackets of an IPv6 literal. */
export function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}
