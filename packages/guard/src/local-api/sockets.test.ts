import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import type { LocalBackend } from './app.ts'
import { Sockets } from './sockets.ts'

/** The example pump, which has a dormant service interface to the local API. */
function pump(): DeviceFile {
  const url = new URL('../../../../examples/infusion-pump/device.yaml', import.meta.url)
  const parsed = parseDeviceFile(readFileSync(url, 'utf8'), { file: 'device.yaml' })
  assert.ok(parsed.ok)
  return parsed.file
}

const unused = (): never => assert.fail('nothing of this reaches the backend')
const backend: LocalBackend = { store: unused, read: unused, erase: unused, command: unused, log: unused }

function opened(t: TestContext): { sockets: Sockets; path: (component: string) => string } {
  const runDir = mkdtempSync(join(tmpdir(), 'pericard-run-'))
  const sockets = new Sockets(pump(), runDir, backend)
  t.after(() => {
    sockets.close()
    rmSync(runDir, { recursive: true })
  })
  return { sockets, path: (component) => join(runDir, `${component}.sock`) }
}

function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.on('error', () => resolve(undefined))
  })
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let look = 0; look < 100; look++) {
    if (await holds()) return
    await pause(20)
  }
  assert.fail(`waited in vain for ${what}`)
}

test('a dormant interface has no socket until it is opened, and none once it is shut; its connections end', async (t) => {
  const { sockets, path } = opened(t)
  await until('the screen', async () => (await connected(path('touch-screen'))) !== undefined)
  assert.equal(await connected(path('usb-service')), undefined)
  const screen = await connected(path('touch-screen'))
  sockets.openDormant(['service-socket'], 60_000)
  await until('the service socket', () => existsSync(path('usb-service')))
  const inside = await connected(path('usb-service'))
  assert.ok(inside !== undefined && screen !== undefined)
  inside.resume()
  // One that speaks is a connection of the server's.
  inside.write('GET /status HTTP/1.1\r\nHost: x\r\n\r\n')
  await until('an answer', () => inside.bytesRead > 0)
  sockets.openDormant([], 0)
  assert.equal(await connected(path('usb-service')), undefined)
  assert.equal(existsSync(path('usb-service')), false)
  await until('the end of the connection', () => inside.closed)
  assert.equal(screen.closed, false)
  screen.destroy()
})

test('the socket shuts by itself when its time is over, whatever became of whoever opened it', async (t) => {
  const { sockets, path } = opened(t)
  sockets.openDormant(['service-socket'], 50)
  await until('the service socket to be shut', () => !existsSync(path('usb-service')))
  assert.equal(await connected(path('usb-service')), undefined)
})

test('an interface that the device file does not have opens nothing', (t) => {
  const { sockets, path } = opened(t)
  sockets.openDormant(['no-such-interface', 'usb-service-port'], 60_000)
  assert.equal(existsSync(path('usb-service')), false)
})
