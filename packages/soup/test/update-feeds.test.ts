import test from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { checkedAddress } from '../src/adapters/download.ts'
import {
  csafSource,
  type FeedSource,
  kevSource,
  nvdSource,
  osvSource,
} from '../src/adapters/sources/index.ts'
import { unzip, unzipLimits } from '../src/adapters/unzip.ts'
import { type FeedOutcome, updateFeeds } from '../src/adapters/update-feeds.ts'
import { zipOf } from './zip.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void
const routes = new Map<string, Answer>()
const seen: { readonly url: string; readonly headers: IncomingMessage['headers'] }[] = []
const server = createServer((request, response) => {
  const url = request.url ?? ''
  seen.push({ url, headers: request.headers })
  const answer = routes.get(url)
  if (answer === undefined) response.writeHead(404).end()
  else answer(request, response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
test.after(() => {
  server.closeAllConnections()
  server.close()
})

/** Sends a body with a tag, and 304 to whoever has it. */
function serve(path: string, body: string | Buffer, etag: string): void {
  routes.set(path, (request, response) => {
    if (request.headers['if-none-match'] === etag) response.writeHead(304).end()
    else response.writeHead(200, { etag }).end(body)
  })
}

const record = (id: string, more: object = {}): string =>
  JSON.stringify({ id, modified: '2026-01-01T00:00:00Z', affected: [], ...more })
const limits = { bytesMax: 100_000, stallMs: 300, fileMs: 1500, redirectsMax: 3 }
const all = mkdtempSync(join(tmpdir(), 'pericard-feeds-'))
test.after(() => rmSync(all, { recursive: true, force: true }))
const folder = (): string => mkdtempSync(join(all, 'one-'))
const clock = { now: (): number => Date.parse('2026-03-01T00:00:00Z') }

async function fetched(into: string, source: FeedSource): Promise<FeedOutcome> {
  for await (const outcome of updateFeeds(into, [source], clock, limits)) return outcome
  throw new Error('no outcome')
}

async function code(into: string, source: FeedSource): Promise<string> {
  const outcome = await fetched(into, source)
  return outcome.ok ? 'taken' : outcome.error.code
}

test('OSV: an archive is fetched once, asked for conditionally, and what disappears is taken back', async () => {
  const into = folder()
  const source = osvSource('npm', base)
  serve('/npm/all.zip', zipOf({ 'A.json': record('A'), 'B.json': record('B'), README: 'no' }), '"1"')
  const first = await fetched(into, source)
  assert.ok(first.ok)
  assert.deepEqual([first.records, first.added, first.gone], [2, 2, 0])
  const again = await fetched(into, source)
  assert.ok(again.ok)
  assert.deepEqual([again.records, again.added, again.gone], [2, 0, 0])
  assert.equal(seen.at(-1)?.headers['if-none-match'], '"1"')
  serve('/npm/all.zip', zipOf({ 'A.json': record('A', { withdrawn: '2026-02-01T00:00:00Z' }) }), '"2"')
  const last = await fetched(into, source)
  assert.ok(last.ok)
  assert.deepEqual([last.records, last.added, last.gone], [1, 1, 2])
  assert.deepEqual(readdirSync(into).sort(), ['osv-npm.jsonl', 'sources.meta.json'])
})

test('KEV, NVD and CSAF are fetched as they are published; a document that is listed no more is gone', async () => {
  const into = folder()
  serve(
    '/kev',
    JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1', dateAdded: '2026-01-01' }] }),
    '"k"',
  )
  const kev = await fetched(into, kevSource(`${base}kev`))
  assert.ok(kev.ok, JSON.stringify(kev))
  const cve = {
    id: 'CVE-2026-1',
    vulnStatus: 'Analyzed',
    lastModified: '2026-01-01T00:00:00',
    descriptions: [],
  }
  serve('/nvdcve-2.0-2026.json.gz', gzipSync(JSON.stringify({ vulnerabilities: [{ cve }] })), '"n"')
  const nvd = await fetched(into, nvdSource(2026, base))
  assert.ok(nvd.ok, JSON.stringify(nvd))
  const list = (...names: string[]): void => {
    serve(
      '/feed',
      JSON.stringify({ feed: { entry: names.map((name) => ({ content: { src: `${base}${name}` } })) } }),
      names.join(),
    )
  }
  for (const id of ['M-1', 'M-2']) {
    const tracking = { id, version: '1', current_release_date: '2026-01-01T00:00:00Z' }
    const document = { csaf_version: '2.0', category: 'csaf_security_advisory', title: id, tracking }
    serve(`/${id.toLowerCase()}.json`, JSON.stringify({ document }), `"${id}"`)
  }
  const feeds = [
    { url: `${base}feed`, tlp_label: 'WHITE' },
    { url: `${base}closed`, tlp_label: 'RED' },
  ]
  serve('/provider', JSON.stringify({ distributions: [{ rolie: { feeds } }] }), '"p"')
  list('m-1.json', 'm-2.json')
  const counts: number[] = []
  for (const names of [['m-1.json', 'm-2.json'], ['m-1.json', 'm-2.json'], ['m-2.json']]) {
    list(...names)
    const outcome = await fetched(into, csafSource(`${base}provider`))
    assert.ok(outcome.ok, JSON.stringify(outcome))
    counts.push(outcome.records, outcome.added, outcome.gone)
  }
  assert.deepEqual(counts, [2, 2, 0, 2, 0, 0, 1, 0, 1])
  assert.ok(!seen.some(({ url }) => url === '/closed'))
})

test('a server that is endless, slow, silent, broken or of the wrong type is left, and the feed stays as it was', async () => {
  const into = folder()
  serve('/npm/all.zip', zipOf({ 'A.json': record('A') }), '"1"')
  const source = osvSource('npm', base)
  assert.equal(await code(into, source), 'taken')
  const before = readFileSync(join(into, 'osv-npm.jsonl'))
  const good = zipOf({ 'A.json': record('A'), 'B.json': record('B') })
  const endless: Answer = (_, response) => {
    const timer = setInterval(() => response.write(Buffer.alloc(20_000)), 5)
    response.on('close', () => clearInterval(timer))
  }
  const dripping: Answer = (_, response) => {
    const timer = setInterval(() => response.write('x'), 100)
    response.on('close', () => clearInterval(timer))
  }
  const cases: readonly (readonly [string, Answer, string])[] = [
    ['endless', endless, 'FEED_TOO_LARGE'],
    ['silent', (): void => undefined, 'FEED_TOO_SLOW'],
    ['dripping', dripping, 'FEED_TOO_SLOW'],
    ['500', (_, response) => response.writeHead(500).end(), 'FEED_UNREACHABLE'],
    [
      'cut connection',
      (_, response) => {
        response.writeHead(200, { 'content-length': good.length })
        response.write(good.subarray(0, 50), () => response.destroy())
      },
      'FEED_UNREACHABLE',
    ],
    ['a page instead', (_, response) => response.end('<html>'.repeat(20)), 'FEED_DAMAGED'],
    ['nothing', (_, response) => response.end(), 'FEED_DAMAGED'],
    ['an empty archive', (_, response) => response.end(zipOf({})), 'FEED_DAMAGED'],
    ['no JSON inside', (_, response) => response.end(zipOf({ 'A.json': '{' })), 'FEED_DAMAGED'],
    ['no advisory inside', (_, response) => response.end(zipOf({ 'A.json': '{"a":1}' })), 'FEED_DAMAGED'],
    [
      'a key for prototypes',
      (_, response) => response.end(zipOf({ 'A.json': '{"__proto__":1}' })),
      'FEED_DAMAGED',
    ],
    [
      'a loop',
      (_, response) => response.writeHead(302, { location: '/npm/all.zip' }).end(),
      'FEED_UNREACHABLE',
    ],
    [
      'led inside',
      (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'FEED_ADDRESS_REFUSED',
    ],
    [
      'led to a file',
      (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'FEED_ADDRESS_REFUSED',
    ],
    [
      'led elsewhere',
      (_, response) => response.writeHead(302, { location: 'https://example.org/' }).end(),
      'FEED_ADDRESS_REFUSED',
    ],
  ]
  for (const [name, answer, wanted] of cases) {
    routes.set('/npm/all.zip', answer)
    assert.equal(await code(into, source), wanted, name)
    assert.deepEqual(readFileSync(join(into, 'osv-npm.jsonl')), before, name)
  }
})

test('a download that broke off goes on where it stopped, and starts anew when the file has changed', async () => {
  const into = folder()
  const files = (name: string): Buffer => zipOf({ 'A.json': record(name, { summary: 'a'.repeat(50) }) })
  let body = files('A')
  let etag = '"1"'
  routes.set('/npm/all.zip', (request, response) => {
    const from =
      request.headers['if-range'] === etag ? Number(/\d+/.exec(request.headers.range ?? '')?.[0]) : 0
    if (from === 0) {
      response.writeHead(200, { etag, 'content-length': body.length })
      response.write(body.subarray(0, 60), () => setTimeout(() => response.destroy(), 30))
    } else {
      response.writeHead(206, { etag, 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` })
      response.end(body.subarray(from))
    }
  })
  const source = osvSource('npm', base)
  assert.equal(await code(into, source), 'FEED_UNREACHABLE')
  body = files('B')
  etag = '"2"'
  assert.equal(await code(into, source), 'FEED_UNREACHABLE', 'the part of another file counts no more')
  assert.equal(await code(into, source), 'taken')
  assert.equal(seen.at(-1)?.headers.range, 'bytes=60-')
  assert.match(readFileSync(join(into, 'osv-npm.jsonl'), 'utf8'), /"id":"B"/)
})

test('an archive cut at any length or with any bit flipped gives its files, or is refused; bombs are refused', () => {
  const zip = zipOf({ 'A.json': record('A'), 'B.json': record('B') })
  const texts = [record('A'), record('B')]
  const read = (bytes: Uint8Array, limited = unzipLimits): string => {
    try {
      return [...unzip(bytes, () => true, limited)]
        .map((entry) => Buffer.from(entry.bytes).toString())
        .join('|')
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  assert.equal(read(zip), texts.join('|'))
  for (let length = 0; length < zip.length; length++)
    assert.equal(read(zip.subarray(0, length)), 'FEED_DAMAGED', `${length}`)
  for (let at = 0; at < zip.length * 8; at++) {
    const bad = Buffer.from(zip)
    bad[at >> 3] = (bad[at >> 3] ?? 0) ^ (1 << (at & 7))
    const outcome = read(bad)
    // A flipped bit may hide files from the directory; what is given is never altered.
    const sound =
      outcome.startsWith('FEED_') || outcome.split('|').every((text) => text === '' || texts.includes(text))
    assert.ok(sound, `bit ${at}: ${outcome}`)
  }
  const bomb = zipOf({ 'A.json': 'a'.repeat(5_000_000) })
  assert.equal(read(bomb), 'FEED_TOO_LARGE')
  assert.equal(read(zip, { ...unzipLimits, bytesMax: record('A').length }), 'FEED_TOO_LARGE')
  assert.equal(read(zip, { ...unzipLimits, entriesMax: 1 }), 'FEED_TOO_LARGE')
})

test('addresses are HTTPS to a named host, or this machine for tests', () => {
  for (const good of ['https://osv.dev/x', 'http://127.0.0.1:1/x']) assert.ok(checkedAddress(good))
  const bad = [
    'http://osv.dev/',
    'https://10.0.0.1/',
    'https://[::1]/',
    'https://intranet/',
    'ftp://a.b/',
    'https://u:p@a.org/',
    '',
  ]
  for (const address of bad)
    assert.throws(() => checkedAddress(address), { code: 'FEED_ADDRESS_REFUSED' }, address)
})
