import assert from 'node:assert/strict'
import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { pino } from 'pino'
import { freshKey, SecretKey } from '../keys/key.ts'
import { deviceLogKeys, type LogKeys, readerSeeds } from '../log/log-keys.ts'
import { SealedLog } from '../log/sealed-log.ts'
import { type LogVerdict, walkLog } from '../log/walk.ts'
import type { ReadEntry } from '../log/entry.ts'
import { FileLogStore } from './files.ts'
import sealedTransport, { sealedDestination } from './pino.ts'

const target = new URL('pino.ts', import.meta.url).href

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-pino-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'log')
}

function readAll(folder: string, keys: LogKeys): { entries: ReadEntry[]; verdict: LogVerdict } {
  const entries: ReadEntry[] = []
  const walk = walkLog(new FileLogStore(folder), keys, [])
  for (;;) {
    const step = walk.next()
    if (step.done === true) return { entries, verdict: step.value }
    entries.push(step.value)
  }
}

test('pino logs into a sealed log as into a file: every line, in order, with its level, and none on the disk', (t) => {
  const folder = folderOf(t)
  mkdirSync(folder)
  const keys = deviceLogKeys(freshKey())
  const log = SealedLog.open(new FileLogStore(folder), keys, { now: () => 1 })
  const destination = sealedDestination(log)
  const logger = pino({ base: null }, destination)
  for (let i = 0; i < 500; i++) logger.info({ i }, 'pulse of MARKER taken')
  logger.warn('battery')
  logger.error(new Error('motor'))
  destination.end()
  const { entries, verdict } = readAll(folder, keys)
  assert.equal(verdict.fault, undefined)
  assert.equal(entries.length, 502)
  entries.slice(0, 500).forEach((entry, i) => assert.equal((JSON.parse(entry.detail) as { i: number }).i, i))
  assert.deepEqual(
    entries.slice(500).map(({ level, event }) => [level, event]),
    [
      ['warning', 'application'],
      ['error', 'application'],
    ],
  )
  for (const name of readdirSync(folder))
    assert.ok(!readFileSync(join(folder, name)).includes('MARKER'), name)
})

test('a fatal line is on the disk when the call returns, without an end', (t) => {
  const folder = folderOf(t)
  mkdirSync(folder)
  const keys = deviceLogKeys(freshKey())
  const destination = sealedDestination(SealedLog.open(new FileLogStore(folder), keys, { now: () => 1 }), {
    flushEvery: 0,
  })
  const logger = pino({ base: null }, destination)
  logger.info('waits')
  assert.equal(readAll(folder, keys).entries.length, 0)
  logger.fatal('stopping')
  assert.equal(readAll(folder, keys).entries.length, 2)
})

test('as a transport it seals in a worker, with a key that is passed as a key', async (t) => {
  const folder = folderOf(t)
  const key = createSecretKey(randomBytes(32))
  const transport = pino.transport({ target, options: { folder, key } })
  await once(transport, 'ready')
  const logger = pino({ base: null }, transport)
  for (let i = 0; i < 300; i++) logger.info({ i, text: 'ä'.repeat(50) }, 'in the worker')
  const closed = once(transport, 'close')
  transport.end()
  await closed
  const { entries, verdict } = readAll(folder, deviceLogKeys(new SecretKey(key)))
  assert.equal(verdict.fault, undefined)
  assert.deepEqual(
    entries.map(({ detail }) => (JSON.parse(detail) as { i: number }).i),
    Array.from({ length: 300 }, (_, i) => i),
  )
})

test('with the public key of a reader, the key of the application reads nothing', async (t) => {
  const folder = folderOf(t)
  const key = createSecretKey(randomBytes(32))
  const reader = generateKeyPairSync('x25519')
  const stream = sealedTransport({ folder, key, reader: reader.publicKey })
  stream.end('{"level":30,"time":5,"msg":"for the reader"}\n')
  await once(stream, 'close')
  const own = deviceLogKeys(new SecretKey(key))
  assert.deepEqual(readAll(folder, own).entries, [])
  assert.equal(readAll(folder, own).verdict.fault?.code, 'LOG_KEY_MISSING')
  const { entries, verdict } = readAll(folder, { ...own, seeds: readerSeeds(reader.privateKey) })
  assert.equal(verdict.fault, undefined)
  assert.equal(entries[0]?.at, 5)
})

test('a line that comes in pieces, in the middle of a character too, is one line', async (t) => {
  const folder = folderOf(t)
  const key = createSecretKey(randomBytes(32))
  const stream = sealedTransport({ folder, key })
  const bytes = Buffer.from('{"msg":"Größe"}\n{"msg":"two"}\nhalf')
  for (const byte of bytes) stream.write(Buffer.of(byte))
  stream.end()
  await once(stream, 'close')
  assert.deepEqual(
    readAll(folder, deviceLogKeys(new SecretKey(key))).entries.map(({ detail }) => detail),
    ['{"msg":"Größe"}', '{"msg":"two"}', 'half'],
  )
})

test('what is no key is refused by name, and a log that was altered is not written on', async (t) => {
  const folder = folderOf(t)
  const short = createSecretKey(randomBytes(16))
  assert.throws(() => sealedTransport({ folder, key: short }), { code: 'VAULT_KEY_UNFIT' })
  const stream = sealedTransport({ folder, key: createSecretKey(randomBytes(32)) })
  stream.end('x\n')
  await once(stream, 'close')
  assert.throws(() => sealedTransport({ folder, key: createSecretKey(randomBytes(32)) }), {
    code: 'VAULT_LOG_BROKEN',
  })
})
