import test, { type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { defaultHttpLimits, HttpSource } from '../src/adapters/sources.ts'

const body = Buffer.alloc(3 * 1024 * 1024 + 77, 5)
const head = `HTTP/1.0 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`

async function serving(t: TestContext, answer: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Reads the image as a slot does that is slow towards the end. */
async function readSlowly(source: HttpSource, from = 2_500_000, pause = 100): Promise<number> {
  let length = 0
  for await (const piece of source.stream('image', 0)) {
    length += piece.length
    await setTimeout(length > from ? pause : 1)
  }
  return length
}

test('stream() of a server that sends its last bytes late and closes at once, to a slow slot', async (t) => {
  const late = 40_000
  const url = await serving(t, (socket) => {
    socket.write(head)
    socket.write(body.subarray(0, -late), () => {
      void setTimeout(200).then(() => socket.end(body.subarray(-late)))
    })
  })
  assert.equal(await readSlowly(new HttpSource(url)), body.length)
})

test('stream() does not hold the time of a slow slot against the server', async (t) => {
  const url = await serving(t, (socket) => socket.end(Buffer.concat([Buffer.from(head), body])))
  const limits = { ...defaultHttpLimits, stallMs: 400, rateWindowMs: 400, bytesPerSecondMin: 1_000_000 }
  assert.equal(await readSlowly(new HttpSource(url, { limits }), 2_950_000, 500), body.length)
})

test('stream() of a server that breaks off within its length: refused, not taken for the end', async (t) => {
  const url = await serving(t, (socket) => {
    socket.write(head)
    socket.end(body.subarray(0, 1000))
  })
  await assert.rejects(readSlowly(new HttpSource(url)), { code: 'UPDATE_SOURCE_UNREACHABLE' })
})
