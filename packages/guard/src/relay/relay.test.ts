/** The relay in its sandbox, between a Unix socket and a real server. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Layer, layerStates } from '../sandbox/layers.ts'
import { GuardChild } from '../supervisor/child.ts'
import { childMain, childProfile, relayFolder, relaySocket } from '../supervisor/profiles.ts'

const missing = layerStates().filter(({ there, required }) => required && !there)
const lacks = missing.map(({ layer, because }) => `${layer} (${because})`).join(', ')
const skip = missing.length > 0 ? `this machine lacks ${lacks}` : false

async function relay(t: TestContext, port: number): Promise<{ path: string; child: GuardChild }> {
  const data = mkdtempSync(join(tmpdir(), 'pericard-relay-'))
  mkdirSync(relayFolder(data))
  const path = relaySocket(data)
  const child = new GuardChild({
    ...{ name: 'relay', main: childMain('relay'), profile: childProfile('relay', data), listensAt: path },
    layers: layerStates().flatMap(({ layer, there }): Layer[] => (there ? [layer] : [])),
    onStart: (started) => started.send({ type: 'start', config: { host: '127.0.0.1', port } }),
    ...{ onMessage: () => assert.fail('the relay has nothing to say'), onEnd: () => undefined },
  })
  t.after(async () => {
    await child.stop()
    rmSync(data, { recursive: true, force: true })
  })
  return { path, child }
}

async function server(t: TestContext, answer: (socket: Socket) => void): Promise<Server> {
  const made = createServer((socket) => {
    socket.on('error', () => undefined)
    answer(socket)
  }).listen(0, '127.0.0.1')
  await once(made, 'listening')
  t.after(() => made.close())
  return made
}
const portOf = (made: Server): number => (made.address() as AddressInfo).port

/** All that comes over one connection, or how it failed. */
function heard(path: string, say: string): Promise<string> {
  return new Promise((done) => {
    const bytes: Buffer[] = []
    const socket = connect({ path }, () => socket.write(say))
    socket.on('data', (part) => bytes.push(part))
    socket.on('error', ({ code }: NodeJS.ErrnoException) => done(`failed ${code}`))
    socket.on('close', () => done(Buffer.concat(bytes).toString()))
  })
}

async function eventually(path: string, say: string): Promise<string> {
  for (let look = 0; look < 100; look++) {
    const text = await heard(path, say)
    if (!text.startsWith('failed') && text !== '') return text
    await pause(50)
  }
  return assert.fail('the relay does not answer')
}

async function eventuallyConnects(path: string): Promise<void> {
  for (let look = 0; look < 100; look++) {
    const socket = connect({ path })
    const there = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (there) return
    await pause(50)
  }
  assert.fail('the relay never listened')
}

test('the relay carries every byte both ways, also those that a server sends before it closes, and comes back after its end', {
  skip,
}, async (t) => {
  const long = 'x'.repeat(3 * 1024 * 1024)
  const mirror = await server(t, (socket) => {
    socket.once('data', (bytes) => socket.end(`${bytes.toString()} ${long}`))
  })
  const { path, child } = await relay(t, portOf(mirror))
  assert.equal(await eventually(path, 'one'), `one ${long}`)
  child.kill()
  await pause(100)
  assert.equal(await eventually(path, 'two'), `two ${long}`)
})

test('a reader that is slower than the server gets all of it, though the server closed long before', {
  skip,
}, async (t) => {
  const length = 24 * 1024 * 1024
  const mirror = await server(t, (socket) => socket.once('data', () => socket.end(Buffer.alloc(length, 7))))
  const { path } = await relay(t, portOf(mirror))
  await eventuallyConnects(path)
  for (let round = 0; round < 3; round++) {
    const socket = connect({ path }, () => socket.write('x'))
    let got = 0
    for await (const part of socket) {
      got += (part as Buffer).length
      if (got > length - 4 * 1024 * 1024) await pause(2)
    }
    assert.equal(got, length)
  }
})

test('the relay holds four connections at a time, and a fifth is closed at once', { skip }, async (t) => {
  let open = 0
  const mirror = await server(t, (socket) => {
    open++
    socket.on('close', () => open--)
    socket.on('data', (bytes) => socket.write(bytes))
  })
  const { path } = await relay(t, portOf(mirror))
  const held: Socket[] = []
  t.after(() => held.forEach((socket) => socket.destroy()))
  for (let look = 0; look < 100 && held.length < 4; look++) {
    const socket = connect({ path }, () => socket.write('x'))
    socket.on('error', () => undefined)
    const answered = await Promise.race([
      once(socket, 'data').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false)
    if (answered) held.push(socket)
    else await pause(50)
  }
  assert.equal(open, 4)
  assert.match(await heard(path, 'x'), /^(failed E(CONNRESET|PIPE))?$/)
  assert.equal(open, 4)
  held[0]?.destroy()
  for (let look = 0; look < 100 && open > 3; look++) await pause(20)
  const socket = connect({ path }, () => socket.write('x'))
  held.push(socket)
  await once(socket, 'data')
  assert.equal(open, 4)
})

test('a server that is not there ends the connection', { skip }, async (t) => {
  const closed = await server(t, () => undefined)
  const port = portOf(closed)
  closed.close()
  const { path } = await relay(t, port)
  for (let look = 0; look < 100; look++) {
    const text = await heard(path, 'x')
    if (text !== 'failed ENOENT' && text !== 'failed ECONNREFUSED')
      return assert.match(text, /^(failed E\w+)?$/)
    await pause(50)
  }
  assert.fail('the relay never listened')
})
