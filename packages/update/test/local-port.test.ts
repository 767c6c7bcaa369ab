/** The socket of an updater that runs, and a medium on a socket. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import {
  askLocalPort,
  localPort,
  type LocalRequest,
  mediumPort,
  openLocalPort,
} from '../src/adapters/local-port.ts'
import { serveMedium } from '../src/adapters/medium.ts'
import { HttpSource } from '../src/adapters/sources.ts'

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-local-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function opened(t: TestContext): Promise<{ folder: string; asked: LocalRequest[] }> {
  const folder = folderOf(t)
  const asked: LocalRequest[] = []
  const server = openLocalPort(
    folder,
    (request) => {
      asked.push(request)
      return Promise.resolve({ ok: true, answer: 'done' })
    },
    () => assert.fail('it listens'),
  )
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  return { folder, asked }
}

/** What comes back for raw bytes. */
function raw(path: string, bytes: string): Promise<string> {
  return new Promise((done) => {
    let heard = ''
    const socket = connect({ path }, () => socket.write(bytes))
    socket.on('data', (part: Buffer) => (heard += part.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => done(heard))
  })
}

const post = (body: string): string =>
  `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

test('an updater answers what it knows, and nothing else reaches it', async (t) => {
  const { folder, asked } = await opened(t)
  const apply = { type: 'apply', component: 'controller', grant: 'x'.repeat(100_000) } as const
  for (const request of [{ type: 'status' }, { type: 'challenge' }, apply] as const)
    assert.deepEqual(await askLocalPort(folder, request), { ok: true, answer: 'done' })
  assert.equal(asked.length, 3)
  for (const body of [
    ...['', '{', '[]', '{"type":"shell"}', '{"type":"apply"}', '{"type":"status","more":1}'],
    ...['{"type":"apply","component":"../x"}', '{"type":"apply","component":"controller","grant":7}'],
  ])
    assert.match(await raw(localPort(folder), post(body)), /"code":"UPDATE_FORMAT"/)
  const long = JSON.stringify({ ...apply, grant: 'x'.repeat(300_000) })
  assert.doesNotMatch(await raw(localPort(folder), post(long)), /"ok":true/)
  assert.doesNotMatch(await raw(localPort(folder), 'no http at all\r\n\r\n'), /"ok":true/)
  assert.equal(asked.length, 3)
})

test('where no updater runs there is no answer, and a link is never followed', async (t) => {
  const folder = folderOf(t)
  assert.equal(await askLocalPort(folder, { type: 'status' }), undefined)
  const other = createServer(() => assert.fail('somebody else was asked')).listen(join(folder, 'other.sock'))
  t.after(() => other.close())
  await once(other, 'listening')
  symlinkSync(join(folder, 'other.sock'), localPort(folder))
  assert.equal(await askLocalPort(folder, { type: 'status' }), undefined)
})

test('serveMedium() gives the files of its folder, whole or from a byte on, and none beside it', async (t) => {
  const [folder, base] = [folderOf(t), folderOf(t)]
  const medium = join(base, 'stick')
  mkdirSync(join(medium, 'targets'), { recursive: true })
  const image = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
  writeFileSync(join(medium, 'targets/image'), image)
  writeFileSync(join(base, 'secret'), 'secret')
  symlinkSync(join(base, 'secret'), join(medium, 'link'))
  symlinkSync(base, join(medium, 'folder-link'))
  const close = await serveMedium(medium, folder)
  t.after(close)
  const source = new HttpSource('http://medium.invalid/', { socket: mediumPort(folder), way: 'local-media' })
  assert.equal(source.way, 'local-media')
  assert.deepEqual(Buffer.from((await source.file('targets/image', 400_000)) ?? []), image)
  for (const from of [0, 1, 299_999]) {
    const parts: Uint8Array[] = []
    for await (const part of source.stream('targets/image', from)) parts.push(part)
    assert.deepEqual(Buffer.concat(parts), image.subarray(from))
  }
  for (const path of ['link', 'folder-link/secret', '../secret', 'nothing'])
    assert.equal(await source.file(path, 100), undefined, path)
  for (const path of [
    '/../secret',
    '/%2e%2e/secret',
    '/..%2fsecret',
    '/targets/../../secret',
    '//etc/passwd',
  ])
    assert.doesNotMatch(
      await raw(mediumPort(folder), `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
      /secret|root:/,
      path,
    )
  await assert.rejects(serveMedium(join(base, 'no-stick'), folder), { code: 'ENOENT' })
})
