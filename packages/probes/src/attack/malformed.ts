/** One malformed message, as bytes on the wire. */
export interface Malformed {
  readonly name: string
  readonly bytes: Uint8Array
  /** `tcp`: sent as it is; `http`: inside TLS where the port speaks TLS. */
  readonly layer: 'tcp' | 'http'
}

/** What strict and bounded parsers refuse. Each case is a class of weakness, not one product's bug. */
export function malformedCorpus(): Malformed[] {
  const post = (name: string, body: string | Uint8Array, type = 'application/json'): Malformed => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    const head = `POST /records HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n`
    return { name, layer: 'http', bytes: Buffer.concat([Buffer.from(head), bytes]) }
  }
  const line = (name: string, text: string): Malformed => ({
    name,
    layer: 'http',
    bytes: Buffer.from(text, 'latin1'),
  })
  const get = (name: string, path: string): Malformed =>
    line(name, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  return [
    { name: 'truncated ClientHello', layer: 'tcp', bytes: Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3]) },
    { name: 'TLS record of impossible length', layer: 'tcp', bytes: Buffer.from([22, 3, 3, 255, 255, 1]) },
    { name: 'random-looking bytes', layer: 'tcp', bytes: Buffer.from('00ff10deadbeef7f80c0c1f5', 'hex') },
    line('HTTP garbage', '\u0000\u0001GARBAGE\r\n\r\n'),
    line('unknown method and version', 'FROB / HTTP/9.9\r\n\r\n'),
    line('huge header', `GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'a'.repeat(200_000)}\r\n\r\n`),
    line('ten thousand headers', `GET / HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(10_000)}\r\n`),
    line(
      'two lengths',
      'POST /records HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 5\r\n\r\nhello',
    ),
    line(
      'length and chunks',
      'POST /records HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ),
    line('negative length', 'POST /records HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'),
    post('broken JSON', '{"subject":'),
    post('deep JSON', '['.repeat(50_000) + ']'.repeat(50_000)),
    post('__proto__ key', '{"__proto__":{"admin":true},"subject":"x","resources":[]}'),
    post('invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])),
    post('NUL and control characters', '{"subject":"\\u0000\\u001b[2J","resources":[]}'),
    post(
      'SQL in a subject',
      '{"subject":"x\'; DROP TABLE records; --","resources":[{"resourceType":"\' OR 1=1"}]}',
    ),
    post('command in a subject', '{"subject":"$(reboot);`id`|sh","resources":[7]}'),
    post('wrong types', '{"subject":[],"resources":"x"}'),
    post('not JSON at all', '<xml/>', 'text/xml'),
    post('body of 9 MiB', `"${'x'.repeat(9 * 1024 * 1024)}"`),
    get('path traversal', '/../../../../../../etc/passwd'),
    get('encoded path traversal', '/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd'),
    get('broken percent encoding', '/records/%zz%'),
    get('NUL in the path', '/records%00.json'),
  ]
}

/** What is wrong with an answer to a malformed message, or `undefined`. Closing and any 4xx are right. */
export function faultOfAnswer({ name, layer }: Malformed, answer: Uint8Array): string | undefined {
  const text = Buffer.from(answer).toString('latin1')
  if (/^root:[^:]*:0:0:/m.test(text)) return 'gave out /etc/passwd'
  if (/\bat .+\((?:file|node):.*\d+:\d+\)/.test(text)) return 'gave out a stack trace'
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0)
  if (status === 500) return 'was answered with 500, as an unexpected failure'
  // A console answers unknown paths with its page; only a message that says something must not be taken.
  if (layer === 'http' && status >= 200 && status < 300 && !/path|percent/.test(name))
    return `was taken (${status})`
  return undefined
}
