/** What stands between the client and the TPM alters, cuts, invents or withholds answers. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Bytes } from '@pericard/base'
import { DeviceTransport } from '../src/adapters/device.ts'
import { SocketTransport } from '../src/adapters/socket.ts'
import {
  pcrRead,
  readClock,
  sealToPcrs,
  Tpm,
  TpmError,
  type TpmTransport,
  unsealFromPcrs,
} from '../src/index.ts'
import { startSwtpm, swtpmMissing } from './swtpm.ts'

const unsealCode = 0x15e
const codeOf = (command: Bytes): number => new DataView(command.buffer, command.byteOffset).getUint32(6)

/** Sits on the bus and may change the answer to one command. */
class OnTheBus implements TpmTransport {
  readonly #inner: TpmTransport
  alter: (answer: Bytes) => Bytes = (answer) => answer
  seen: Bytes[] = []

  constructor(inner: TpmTransport) {
    this.#inner = inner
  }

  async send(command: Bytes): Promise<Bytes> {
    const answer = await this.#inner.send(command)
    this.seen.push(command, answer)
    return codeOf(command) === unsealCode ? this.alter(answer) : answer
  }

  close(): Promise<void> {
    return this.#inner.close()
  }
}

test('whoever sits on the bus reads no secret, and no altered answer passes', {
  skip: swtpmMissing,
}, async () => {
  const swtpm = await startSwtpm()
  const bus = new OnTheBus(await SocketTransport.open({ path: swtpm.path }))
  const tpm = new Tpm(bus)
  try {
    const secret = new Uint8Array(randomBytes(32))
    const blob = await sealToPcrs(tpm, { secret, pcrs: [0] })
    assert.deepEqual(await unsealFromPcrs(tpm, blob), secret)
    const text = Buffer.from(secret).toString('hex')
    assert.ok(!bus.seen.some((bytes) => Buffer.from(bytes).toString('hex').includes(text)))
    let length = 0
    bus.alter = (answer) => answer.slice(0, (length = answer.length))
    await unsealFromPcrs(tpm, blob)
    for (let bit = 0; bit < length * 8; bit++) {
      bus.alter = (answer) => answer.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      await assert.rejects(unsealFromPcrs(tpm, blob), TpmError, `bit ${bit}`)
    }
    for (let cut = 0; cut < length; cut++) {
      bus.alter = (answer) => answer.slice(0, cut)
      await assert.rejects(unsealFromPcrs(tpm, blob), TpmError, `cut at ${cut}`)
    }
  } finally {
    await tpm.close()
    await swtpm.remove()
  }
})

test('no answer that could come makes the parser do anything but refuse', async () => {
  const answer = fc.uint8Array({ maxLength: 64 }).map((bytes) => {
    const body = new Uint8Array(bytes)
    // Half of them have a sound header, so that what follows is reached.
    if (body.length < 10 || (body[0] ?? 0) % 2 === 0) return body
    body.set([0x80, 0x01, 0, 0, 0, body.length, 0, 0, 0, 0])
    return body
  })
  await fc.assert(
    fc.asyncProperty(answer, async (bytes) => {
      const tpm = new Tpm({ send: async () => bytes, close: async () => undefined })
      for (const ask of [pcrRead(tpm, [0]), readClock(tpm)]) {
        const found = await ask.then(
          () => 'read',
          (error: unknown) => (error instanceof TpmError ? 'refused' : 'crashed'),
        )
        assert.notEqual(found, 'crashed')
      }
    }),
  )
})

const folder = mkdtempSync(join(tmpdir(), 'pericard-tpm-fake-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
let fakes = 0

async function fake(answer: (socket: Socket) => void): Promise<{ path: string; server: Server }> {
  const path = join(folder, `${fakes++}.sock`)
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', () => answer(socket))
  })
  await new Promise<void>((listening) => server.listen(path, listening))
  return { path, server }
}

test('a TPM that never answers, answers garbage, too much, or hangs up is given up with a clear error', async () => {
  const cases: [(socket: Socket) => void, string][] = [
    [() => undefined, 'TPM_TIMEOUT'],
    [(socket) => socket.write(randomBytes(20)), 'TPM_RESPONSE_MALFORMED'],
    [(socket) => socket.write(Buffer.from('80010000ffff00000000', 'hex')), 'TPM_RESPONSE_MALFORMED'],
    [(socket) => socket.write(Buffer.from('8001000000', 'hex')), 'TPM_TIMEOUT'],
    [(socket) => socket.destroy(), 'TPM_UNREACHABLE'],
    [(socket) => socket.write(Buffer.from('80010000000a00000921', 'hex')), 'TPM_LOCKOUT'],
  ]
  for (const [answer, code] of cases) {
    const { path, server } = await fake(answer)
    const tpm = new Tpm(await SocketTransport.open({ path }, { wait: 200 }))
    await assert.rejects(readClock(tpm), { code })
    await tpm.close()
    server.close()
  }
})

test('a TPM that is not there says so', async () => {
  await assert.rejects(SocketTransport.open({ path: join(folder, 'nothing') }), { code: 'TPM_UNREACHABLE' })
  await assert.rejects(DeviceTransport.open(join(folder, 'nothing')), { code: 'TPM_UNREACHABLE' })
})
